//! What every page has around it: one file, one style sheet, a switch between languages without a script.

use crate::markup::Markup;
use crate::{Direction, Plain, STYLE};

/// The page of one language, written already.
pub(crate) struct Body {
    pub(crate) language: String,
    pub(crate) direction: Direction,
    /// The language's own name.
    pub(crate) name: String,
    /// Escaped already.
    pub(crate) html: String,
}

/// A whole HTML file. The policy forbids scripts and fetching: whatever got past the escaping could do nothing.
pub(crate) fn document(title: &str, bodies: &[Body]) -> String {
    let mut out = Markup::default();
    let (language, direction) =
        bodies.first().map_or(("en", Direction::default()), |body| (body.language.as_str(), body.direction));
    let (title, dir) = (Plain(title), direction.as_str());
    out.add(format_args!(
        "<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"{dir}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{title}</title>\n<style>\n{STYLE}"
    ));
    for Body { language, .. } in bodies {
        out.add(format_args!(
            "#show-{language}:not(:checked)~#page-{language}{{display:none}}\n\
             #show-{language}:checked~nav [for=show-{language}]{{font-weight:600;border-color:currentColor}}\n\
             #show-{language}:focus-visible~nav [for=show-{language}]{{outline:2px solid}}\n"
        ));
    }
    out.raw("</style></head>\n<body>");
    for (at, Body { language, name, .. }) in bodies.iter().enumerate() {
        let (checked, name) = (if at == 0 { " checked" } else { "" }, Plain(name));
        out.add(format_args!(
            "<input type=\"radio\" name=\"language\" class=\"switch\" id=\"show-{language}\" aria-label=\"{name}\"{checked}>"
        ));
    }
    if bodies.len() > 1 {
        out.raw("<nav class=\"languages\">");
        for Body { language, name, .. } in bodies {
            let name = Plain(name);
            out.add(format_args!("<label for=\"show-{language}\" lang=\"{language}\"><bdi>{name}</bdi></label>"));
        }
        out.raw("</nav>");
    }
    for Body { language, direction, html, .. } in bodies {
        let dir = direction.as_str();
        out.add(format_args!("\n<main id=\"page-{language}\" lang=\"{language}\" dir=\"{dir}\">{html}</main>"));
    }
    out.raw("\n</body></html>\n");
    out.finish()
}
