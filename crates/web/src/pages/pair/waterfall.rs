//! How the weight came about: each comparison a bar that begins where the one before ended, in bits, to the sum. Drawn here,
//! from the same integers that add up.

use crate::shell::Shell;
use link::person::Explanation;
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const LABELS: f64 = 210.0;
const NUMBERS: f64 = 64.0;
const ROW: f64 = 22.0;
/// Lines below this many 1/1024 bit are summed up in one.
const SHOWN_MIN: i32 = 102;

/// The drawing, as SVG.
pub(crate) fn draw(shell: &Shell, explanation: &Explanation) -> String {
    let mut steps: Vec<(String, i32)> = Vec::new();
    let mut small = 0;
    for line in &explanation.lines {
        if line.weight.abs() < SHOWN_MIN {
            small += line.weight;
        } else {
            steps.push((shell.say_or(&format!("comparison-{}", line.comparison), line.comparison), line.weight));
        }
    }
    let rest = [
        ("waterfall-small", small),
        ("waterfall-kin", explanation.kin),
        ("waterfall-calibration", explanation.calibration),
        ("waterfall-rivals", explanation.rivals),
        ("waterfall-prior", explanation.prior),
    ];
    steps.extend(rest.into_iter().filter(|(_, weight)| *weight != 0).map(|(key, weight)| (shell.say(key), weight)));
    let ends = steps.iter().scan(0, |sum, (_, weight)| {
        *sum += weight;
        Some(*sum)
    });
    let ends: Vec<i32> = ends.collect();
    let (low, high) = (ends.iter().copied().min().unwrap_or(0).min(0), ends.iter().copied().max().unwrap_or(0).max(1));
    let is_mirrored = shell.language.direction() == "rtl";
    let span = f64::from((high - low).max(1));
    let inner = WIDTH - LABELS - NUMBERS;
    let x = |weight: i32| {
        let along = f64::from(weight - low) / span * inner;
        if is_mirrored { WIDTH - LABELS - along } else { LABELS + along }
    };
    let height = ROW * (steps.len() + 1) as f64 + 8.0;
    let mut svg = String::new();
    let told = escape(&shell.say("waterfall-title"));
    let _ = write!(
        svg,
        r#"<svg class="waterfall" viewBox="0 0 {WIDTH} {height}" role="img" xmlns="http://www.w3.org/2000/svg"><title>{told}</title>"#
    );
    let zero = x(0);
    let _ = write!(svg, r#"<line class="zero" x1="{zero:.1}" x2="{zero:.1}" y1="0" y2="{height:.1}"/>"#);
    let (label_x, number_x) = if is_mirrored { (WIDTH - 4.0, 4.0) } else { (4.0, WIDTH - 4.0) };
    let mut before = 0;
    for (row, ((label, weight), end)) in steps.iter().zip(&ends).enumerate() {
        let y = ROW * row as f64 + 4.0;
        bar(&mut svg, (x(before), x(*end)), y, if *weight >= 0 { "for" } else { "against" });
        text(&mut svg, (label_x, y), "label", label);
        text(&mut svg, (number_x, y), "number", &bits(*weight));
        before = *end;
    }
    let y = ROW * steps.len() as f64 + 4.0;
    bar(&mut svg, (x(0), x(explanation.log_odds)), y, "sum");
    text(&mut svg, (label_x, y), "label sum", &shell.say("waterfall-sum"));
    text(&mut svg, (number_x, y), "number sum", &bits(explanation.log_odds));
    svg.push_str("</svg>");
    svg
}

fn bar(svg: &mut String, (from, to): (f64, f64), y: f64, class: &str) {
    let (x, width) = (from.min(to), (from - to).abs().max(1.5));
    let _ = write!(
        svg,
        r#"<rect class="{class}" x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{:.1}" rx="2"/>"#,
        ROW - 6.0
    );
}

fn text(svg: &mut String, (x, y): (f64, f64), class: &str, content: &str) {
    let _ = write!(svg, r#"<text class="{class}" x="{x:.1}" y="{:.1}">{}</text>"#, y + ROW - 10.0, escape(content));
}

/// A weight in bits, with its sign.
fn bits(weight: i32) -> String {
    format!("{:+.1}", f64::from(weight) / 1024.0)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
