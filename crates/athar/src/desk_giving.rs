//! Copies that leave by the desk, in the formats of `exchange`; what belongs beside a file lies with it in one archive (ZIP).

use anyhow::Context;
use exchange::out::{About, Export, Row, Written as WrittenOut, csv, ftm, pfif, xlsx};
use record::{Gazetteer, PartialDate};
use std::io::{Cursor, Write};
use web::giving::{CopyToWrite, Giving, Written};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The writers of copies, for the desk.
pub(crate) struct DeskGiving(pub(crate) &'static Gazetteer);

impl Giving for DeskGiving {
    fn write(&self, copy: CopyToWrite<'_>) -> anyhow::Result<Written> {
        let day = |text: &str| PartialDate::parse_edtf(text).context("a copy needs days");
        let about = About {
            purpose: copy.purpose.to_owned(),
            recipient: copy.recipient.to_owned(),
            date: day(copy.date)?,
            expires: day(copy.until)?,
            watermark: copy.watermark,
            domain: copy.domain.to_owned(),
            with_roles: true,
            with_restricted: false,
        };
        let rows = copy.rows.into_iter().map(|row| {
            if row.is_tombstone {
                return Row::tombstone(row.id);
            }
            let as_of = PartialDate::parse_edtf(&row.as_of).ok();
            let (id, source, role, claims) = (row.id, row.source, row.role, row.claims);
            Row { id, source, as_of, role, claims, withdrawn: false }
        });
        let export = Export { about, fields: copy.fields, rows: rows.collect() };
        let (ending, written) = match copy.format {
            "xlsx" => ("xlsx", xlsx(&export, self.0)?),
            "csv" => ("csv", csv(&export, self.0)?),
            "pfif" => ("xml", pfif(&export, self.0)?),
            "ftm" => ("csv", ftm(&export, self.0)?),
            other => anyhow::bail!("no copy can be made in the format {other}"),
        };
        if written.beside.is_empty() && written.not_carried.is_empty() {
            return Ok(Written { ending, bytes: written.bytes });
        }
        Ok(Written { ending: "zip", bytes: together(ending, &written)? })
    }
}

/// The list, the files that belong beside it, and what the format could not carry, in one file.
fn together(ending: &str, written: &WrittenOut) -> anyhow::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let mut put = |name: &str, bytes: &[u8]| -> anyhow::Result<()> {
        archive.start_file(name, SimpleFileOptions::default())?;
        Ok(archive.write_all(bytes)?)
    };
    put(&format!("list.{ending}"), &written.bytes)?;
    for (name, bytes) in &written.beside {
        put(name, bytes)?;
    }
    if !written.not_carried.is_empty() {
        let lines = written
            .not_carried
            .iter()
            .map(|one| format!("{},{},{}\r\n", one.property.as_str(), one.count, one.why.as_str()));
        put("not-carried.csv", format!("property,claims,why\r\n{}", lines.collect::<String>()).as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}
