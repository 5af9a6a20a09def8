//! Blocks: headings, lists, tables, quotes and alerts, containers, code.

use pulldown_cmark::{Alignment, BlockQuoteKind, Event, HeadingLevel, Tag, TagEnd};

use super::super::events::Item;
use super::super::marks::Container;
use super::super::math;
use super::super::text::{attribute, escape, number_attribute};
use super::code::tab_start;
use super::{Page, Table};

impl Page<'_> {
    pub(super) fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::Paragraph => self.paragraph(),
            Tag::Heading { level, classes, .. } => self.start_heading(*level, classes.iter().map(|c| &**c)),
            Tag::BlockQuote(None) => self.out.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = match kind {
                    BlockQuoteKind::Note => ("note", "Note"),
                    BlockQuoteKind::Tip => ("tip", "Tip"),
                    BlockQuoteKind::Important => ("important", "Important"),
                    BlockQuoteKind::Warning => ("warning", "Warning"),
                    BlockQuoteKind::Caution => ("caution", "Caution"),
                };
                self.alert(class, title);
            }
            Tag::CodeBlock(kind) => self.code(kind),
            Tag::HtmlBlock | Tag::MetadataBlock(_) => {}
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => {
                self.out.push_str("<ol");
                number_attribute(&mut self.out, "start", *first);
                self.out.push_str(">\n");
            }
            Tag::Item => {
                let task = matches!(
                    (self.peek(0), self.peek(1)),
                    (Some(Event::TaskListMarker(_)), _)
                        | (Some(Event::Start(Tag::Paragraph)), Some(Event::TaskListMarker(_)))
                );
                self.out.push_str(if task { "<li class=\"task\">" } else { "<li>" });
            }
            Tag::FootnoteDefinition(label) => {
                let before = std::mem::take(&mut self.out);
                self.outer.push((before, label.to_string()));
            }
            Tag::DefinitionList => self.out.push_str("<dl>\n"),
            Tag::DefinitionListTitle => {
                self.out.push_str("<dt");
                if let Some(definition) = self.outline.definitions.get(self.definition) {
                    attribute(&mut self.out, "id", &definition.id);
                }
                self.definition += 1;
                self.out.push('>');
            }
            Tag::DefinitionListDefinition => self.out.push_str("<dd>"),
            Tag::Table(alignments) => {
                let label = self.region("Table".to_owned());
                self.out.push_str("<div class=\"table-wrap\" tabindex=\"0\" role=\"region\"");
                attribute(&mut self.out, "aria-label", &label);
                self.out.push_str("><table>\n");
                self.table = Some(Table { alignments: alignments.clone(), cell: 0, head: false, body: false });
            }
            Tag::TableHead => self.row(true),
            Tag::TableRow => self.row(false),
            Tag::TableCell => self.cell(),
            inline => self.start_inline(inline),
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::TableCell | TagEnd::Item) {
            // One that was never closed does not reach beyond its block.
            self.in_raw_link = false;
        }
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::BlockQuote(None) => self.out.push_str("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.out.push_str("</aside>\n"),
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {}
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::FootnoteDefinition => {
                if let Some((before, label)) = self.outer.pop() {
                    let html = std::mem::replace(&mut self.out, before);
                    self.footnotes.define(&label, html);
                }
            }
            TagEnd::DefinitionList => self.out.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.out.push_str("</dd>\n"),
            TagEnd::Table => {
                let body = self.table.take().is_some_and(|table| table.body);
                self.out.push_str(if body { "</tbody>\n</table></div>\n" } else { "</table></div>\n" });
            }
            TagEnd::TableHead => self.out.push_str("</tr></thead>\n"),
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                let end = self.table.as_ref().is_some_and(|table| table.head);
                self.out.push_str(if end { "</th>" } else { "</td>" });
            }
            inline => self.end_inline(inline),
        }
    }

    /// A paragraph of nothing but a formula, or of a picture with a title, is no paragraph.
    fn paragraph(&mut self) {
        if let (Some(Event::DisplayMath(tex)), Some(Event::End(TagEnd::Paragraph))) = (self.peek(0), self.peek(1)) {
            let html = format!(
                "<div class=\"math-block\" tabindex=\"0\" role=\"group\" aria-label=\"Formula\">{}</div>\n",
                math::html(tex, true)
            );
            self.at += 2;
            self.piece(html);
            return;
        }
        if let Some((Item::Event(Event::Start(Tag::Image { link_type, dest_url, title, .. })), _)) =
            self.items.get(self.at)
            && !title.is_empty()
        {
            let start = self.at;
            self.at += 1;
            let alt = self.skip_to(TagEnd::Image);
            if let Some(Event::End(TagEnd::Paragraph)) = self.peek(0) {
                self.at += 1;
                self.out.push_str("<figure>");
                self.image(*link_type, dest_url, "", &alt);
                self.out.push_str("<figcaption>");
                escape(&mut self.out, title);
                self.out.push_str("</figcaption></figure>\n");
                return;
            }
            self.at = start;
        }
        self.out.push_str("<p>");
    }

    /// The level to draw a heading with: a page has one `h1`, which the template may draw.
    fn level(&self, level: HeadingLevel) -> &'static str {
        let is_title = self.heading == 0 && self.outline.h1.is_some() && !self.cx.drop_h1;
        match level {
            HeadingLevel::H1 if is_title => "h1",
            HeadingLevel::H1 | HeadingLevel::H2 => "h2",
            HeadingLevel::H3 => "h3",
            HeadingLevel::H4 => "h4",
            HeadingLevel::H5 => "h5",
            HeadingLevel::H6 => "h6",
        }
    }

    fn start_heading<'c>(&mut self, level: HeadingLevel, classes: impl Iterator<Item = &'c str>) {
        if self.cx.drop_h1 && self.heading == 0 && self.outline.h1.is_some() {
            self.skip_to(TagEnd::Heading(level));
            self.heading += 1;
            return;
        }
        self.out.push('<');
        self.out.push_str(self.level(level));
        if let Some(heading) = self.outline.headings.get(self.heading) {
            attribute(&mut self.out, "id", &heading.id);
        }
        let classes: Vec<&str> = classes.collect();
        if !classes.is_empty() {
            attribute(&mut self.out, "class", &classes.join(" "));
        }
        self.out.push('>');
        self.in_heading = true;
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        self.in_heading = false;
        if let Some(heading) = self.outline.headings.get(self.heading) {
            self.out.push_str("<a class=\"anchor\"");
            attribute(&mut self.out, "href", &format!("#{}", heading.id));
            self.out.push_str(" aria-label=\"Link to this section\">#</a>");
        }
        let tag = self.level(level);
        self.heading += 1;
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push_str(">\n");
    }

    fn alert(&mut self, class: &str, title: &str) {
        self.out.push_str("<aside class=\"alert alert-");
        self.out.push_str(class);
        self.out.push_str("\" role=\"note\"");
        attribute(&mut self.out, "aria-label", title);
        self.out.push_str("><p class=\"alert-title\">");
        escape(&mut self.out, title);
        self.out.push_str("</p>\n");
    }

    pub(super) fn open(&mut self, container: Container, title: &str) {
        match container {
            Container::Alert(class, name) => self.alert(class, if title.is_empty() { name } else { title }),
            Container::Details => {
                self.out.push_str("<details><summary>");
                escape(&mut self.out, if title.is_empty() { "Details" } else { title });
                self.out.push_str("</summary>\n");
            }
            Container::Tabs => {
                let labels = self.tab_labels.get(&(self.at - 1)).map(|l| l.join("|")).unwrap_or_default();
                self.out.push_str("<div class=\"tabs\"");
                attribute(&mut self.out, "data-sync", &labels);
                self.out.push('>');
                self.tabs.push(false);
            }
            Container::Unknown => {}
        }
    }

    pub(super) fn tab(&mut self, label: &str) {
        if let Some(open) = self.tabs.last_mut()
            && std::mem::replace(open, true)
        {
            self.out.push_str("</div>");
        }
        self.out.push_str(&tab_start(label));
    }

    pub(super) fn close(&mut self, container: Container) {
        self.out.push_str(match container {
            Container::Alert(..) => "</aside>\n",
            Container::Details => "</details>\n",
            Container::Tabs if self.tabs.pop() == Some(true) => "</div></div>\n",
            Container::Tabs => "</div>\n",
            Container::Unknown => "",
        });
    }

    fn row(&mut self, head: bool) {
        let mut body = false;
        if let Some(table) = &mut self.table {
            table.cell = 0;
            table.head = head;
            body = !head && !std::mem::replace(&mut table.body, !head);
        }
        self.out.push_str(match (head, body) {
            (true, _) => "<thead><tr>",
            (false, true) => "<tbody>\n<tr>",
            (false, false) => "<tr>",
        });
    }

    fn cell(&mut self) {
        // An empty header says nothing to a screen reader; a plain cell does not pretend to.
        let empty = matches!(self.peek(0), Some(Event::End(TagEnd::TableCell)));
        let Some(table) = &mut self.table else { return };
        let class = match table.alignments.get(table.cell) {
            Some(Alignment::Left) => " class=\"al-left\"",
            Some(Alignment::Center) => " class=\"al-center\"",
            Some(Alignment::Right) => " class=\"al-right\"",
            Some(Alignment::None) | None => "",
        };
        table.cell += 1;
        let head = table.head;
        if head && empty {
            self.at += 1;
            self.out.push_str("<td></td>");
            return;
        }
        self.out.push_str(if head { "<th" } else { "<td" });
        self.out.push_str(class);
        self.out.push('>');
    }

    pub(super) fn checkbox(&mut self, done: bool) {
        let html = if done {
            "<input type=\"checkbox\" disabled checked aria-label=\"done\"> "
        } else {
            "<input type=\"checkbox\" disabled aria-label=\"to do\"> "
        };
        self.piece(html.to_owned());
    }
}
