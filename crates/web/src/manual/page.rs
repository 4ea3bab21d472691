//! A chapter as a part of a page: headings, tables, code that runs from left to right, links to other chapters, pictures.

use super::{chapter_in, picture_address};
use crate::urls::Url;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};

/// Markdown as HTML. What is HTML in it is shown as text; links lead to chapters, and pictures come from the binary.
pub(crate) fn render(text: &str) -> String {
    let mut rendered = String::with_capacity(text.len() * 2);
    html::push_html(&mut rendered, Parser::new_ext(text, Options::ENABLE_TABLES).flat_map(fit));
    rendered
}

/// The events that stand for one of the text.
fn fit(event: Event<'_>) -> Vec<Event<'_>> {
    let raw = |text: &'static str| Event::Html(CowStr::Borrowed(text));
    match event {
        // A command is read from left to right, also in the middle of an Arabic sentence.
        Event::Code(code) => vec![raw("<code dir=\"ltr\">"), Event::Text(code), raw("</code>")],
        Event::Start(Tag::CodeBlock(_)) => vec![raw("<pre dir=\"ltr\" tabindex=\"0\"><code>")],
        Event::End(TagEnd::CodeBlock) => vec![raw("</code></pre>\n")],
        table @ Event::Start(Tag::Table(_)) => vec![raw("<div class=\"scroll\" tabindex=\"0\">"), table],
        Event::End(TagEnd::Table) => vec![event, raw("</div>\n")],
        Event::Html(text) | Event::InlineHtml(text) => vec![Event::Text(text)],
        Event::Start(Tag::HtmlBlock) => vec![Event::Start(Tag::Paragraph)],
        Event::End(TagEnd::HtmlBlock) => vec![Event::End(TagEnd::Paragraph)],
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let address = chapter_in(&dest_url).map(|name| Url::Chapter(name).to_string());
            let dest_url = address.map_or(dest_url, CowStr::from);
            vec![Event::Start(Tag::Link { link_type, dest_url, title, id })]
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
            let file = dest_url.rsplit('/').next().unwrap_or_default();
            let dest_url = picture_address(file).map_or_else(|| dest_url.clone(), CowStr::from);
            vec![Event::Start(Tag::Image { link_type, dest_url, title, id })]
        }
        other => vec![other],
    }
}

#[cfg(test)]
mod tests {
    use super::render;
    use crate::language::Language;
    use crate::manual::{PICTURES, chapters};

    #[test]
    fn html_in_a_chapter_is_text() {
        let page = render("# A <b>title</b>\n\n<script>alert(1)</script>\n\nand <i onclick=\"x\">this</i> `a < b`\n");
        assert!(!page.contains("<b>") && !page.contains("<script") && !page.contains("<i "), "{page}");
        assert!(page.contains("<code dir=\"ltr\">a &lt; b</code>"), "{page}");
    }

    #[test]
    fn chapters_and_pictures_have_addresses() {
        let page = render(
            "[next](04-requests.md) ![the queue](../pictures/queue-en.webp)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        );
        assert!(page.contains("href=\"/manual/requests\"") && page.contains("src=\"/assets/"), "{page}");
        assert!(
            page.contains("/queue-en.webp\" alt=\"the queue\"") && page.contains("<div class=\"scroll\""),
            "{page}"
        );
    }

    #[test]
    fn every_chapter_is_a_page_without_styles_and_dead_links() {
        let known = |address: &str| {
            let chapter =
                address.strip_prefix("/manual/").map(|name| crate::manual::chapter(Language::English, name).is_some());
            chapter.unwrap_or(address.starts_with("/assets/"))
        };
        for language in [Language::Arabic, Language::English] {
            for chapter in chapters(language) {
                let page = render(chapter.text);
                assert!(page.starts_with("<h1>") && page.matches("<h1>").count() == 1, "{}", chapter.name);
                assert!(!page.contains(" style="), "{}: the policy of content forbids it", chapter.name);
                for attribute in ["href=\"", "src=\""] {
                    for address in page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
                        assert!(known(address), "{}: {address}", chapter.name);
                    }
                }
            }
        }
    }

    #[test]
    fn pictures_are_few_and_small() {
        let whole: usize = PICTURES.iter().map(|picture| picture.content.len()).sum();
        assert!(PICTURES.iter().all(|picture| picture.content.len() < 60_000), "60 KB each");
        assert!(whole < 1_500_000, "{whole} bytes of pictures");
        // A picture that no chapter shows is dead weight in every binary.
        let texts: String =
            [Language::Arabic, Language::English].into_iter().flat_map(chapters).map(|one| one.text).collect();
        for picture in PICTURES {
            assert!(picture.content.starts_with(b"RIFF") && texts.contains(picture.file), "{}", picture.file);
        }
    }
}
