//! A table, as text that lines up and as Markdown.

use std::fmt::Write;

/// What stands in its columns. Numbers stand to the right; the first column is a name.
pub(super) struct Table {
    pub title: &'static str,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// How many of the last columns are text.
    pub texts: usize,
}

impl Table {
    fn is_text(&self, column: usize) -> bool {
        column == 0 || column + self.texts >= self.columns.len()
    }

    /// With its title over the first column.
    pub fn plain(&self) -> String {
        let head = std::iter::once(self.title).chain(self.columns.iter().skip(1).map(String::as_str)).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(String::as_str).collect());
        let lines: Vec<Vec<&str>> = std::iter::once(head).chain(rows).collect();
        let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut out = String::new();
        for line in &lines {
            let cells: Vec<String> = line
                .iter()
                .zip(&widths)
                .enumerate()
                .map(|(at, (cell, width))| match self.is_text(at) {
                    true => format!("{cell:<width$}"),
                    false => format!("{cell:>width$}"),
                })
                .collect();
            let _ = writeln!(out, "{}", cells.join("  ").trim_end());
        }
        out
    }

    /// Under its title.
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| {
            // What people write must neither end the cell nor be markup.
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| {
                    cell.replace('\\', "\\\\").replace('|', "\\|").replace(['\n', '\r'], " ").replace('<', "&lt;")
                })
                .collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rules: Vec<&str> =
            (0..self.columns.len()).map(|at| if self.is_text(at) { "---" } else { "---:" }).collect();
        let rows: String = self.rows.iter().map(|row| line(row)).collect();
        format!("## {}\n\n{}|{}|\n{rows}", self.title, line(&self.columns), rules.join("|"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_no_markup() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let table = Table {
            title: "by person",
            columns: row(["person", "pages"]),
            rows: vec![row(["A | <b>\nc\\", "12"]), row(["é", "3"])],
            texts: 0,
        };
        assert_eq!(
            table.markdown(),
            "## by person\n\n| person | pages |\n|---|---:|\n| A \\| &lt;b> c\\\\ | 12 |\n| é | 3 |\n"
        );
        let plain = Table { rows: vec![row(["é", "3"])], ..table };
        assert_eq!(plain.plain(), "by person  pages\né              3\n");
    }
}
