//! `rutter sql lint` on a long history of migrations.
//!
//! `cargo bench --bench sql -- 1000` writes that many files of about 2 kB beside the example's standards, holds them to
//! those five times, and prints the least and the middle of the times. Nothing is kept.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a program of its own, beside the library: it starts processes and prints"
)]

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Of each file, in bytes, at least.
const SIZE: usize = 2_050;

/// Tables that the first files make and the others change.
const TABLES: usize = 200;

fn main() {
    let files = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(1_000);
    let room = tempfile::tempdir().expect("a folder");
    let book = room.path();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    for name in ["people.yaml", "teams.yaml", "services.yaml"] {
        fs::copy(example.join(name), book.join(name)).expect("the example's register");
    }
    fs::write(book.join("handbook.yaml"), "title: T\nmigrations: [migrations]\n").expect("a handbook");
    for folder in ["standards", "migrations"] {
        fs::create_dir(book.join(folder)).expect("a folder");
    }
    for entry in fs::read_dir(example.join("standards")).expect("the example's standards") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, book.join("standards").join(path.file_name().expect("a name"))).expect("a standard");
    }
    let mut bytes = 0;
    let mut random = fastrand::Rng::with_seed(7);
    for number in 0..files {
        let text = migration(number, &mut random);
        bytes += text.len();
        let (month, day) = (number / 28 % 12 + 1, number % 28 + 1);
        let name = format!("V2026{month:02}{day:02}{number:06}__change_{number}.sql");
        fs::write(book.join("migrations").join(name), text).expect("a migration");
    }
    let mut times: Vec<f64> = (0..5).map(|_| lint(book)).collect();
    times.sort_by(f64::total_cmp);
    println!(
        "{files} migrations, {:.1} MB: {:.2} s at least, {:.2} s in the middle",
        bytes as f64 / 1e6,
        times[0],
        times[2]
    );
}

/// Seconds.
fn lint(book: &Path) -> f64 {
    let start = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_rutter"))
        .args(["sql", "lint", "--today", "2026-11-22", "--format", "json", "--dir"])
        .args([book, &book.join("migrations")])
        .output()
        .expect("rutter");
    assert!(output.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&output.stderr));
    start.elapsed().as_secs_f64()
}

fn migration(number: usize, random: &mut fastrand::Rng) -> String {
    let table = format!("t{}", number % TABLES);
    let mut text = "SET lock_timeout = '2s';\nSET statement_timeout = '30s';\n".to_owned();
    if number < TABLES {
        let types = ["text", "bigint", "timestamptz", "uuid", "jsonb"];
        text += &format!("CREATE TABLE {table} (\n    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n");
        for column in 0..14 {
            text += &format!("    col_{column} {} NOT NULL,\n", types[random.usize(..types.len())]);
        }
        let parent = number.saturating_sub(1);
        text += &format!("    parent_id bigint REFERENCES t{parent} (id)\n);\n");
        text += &format!("CREATE INDEX {table}_parent_id_idx ON {table} (parent_id);\n");
    } else {
        for turn in 0..8 {
            text += &statement(&table, number, turn, random);
        }
    }
    while text.len() < SIZE {
        text += "-- why this is so, at some length, because somebody will ask in two years\n";
    }
    text
}

fn statement(table: &str, number: usize, turn: usize, random: &mut fastrand::Rng) -> String {
    match random.u8(..5) {
        0 => format!("ALTER TABLE {table} ADD COLUMN extra_{number}_{turn} text;\n"),
        1 => format!(
            "ALTER TABLE {table}\n    ADD CONSTRAINT {table}_{number}_{turn}_check CHECK (col_{turn} IS NOT NULL) NOT VALID;\n"
        ),
        2 => format!("UPDATE {table} SET col_{turn} = 'x' WHERE id < 1000 AND col_{turn} IS NULL;\n"),
        3 => format!(
            "CREATE OR REPLACE FUNCTION f_{number}_{turn}() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n    \
             IF NEW.col_1 IS NULL THEN\n        UPDATE {table} SET col_2 = NEW.col_2 WHERE id = NEW.id;\n    \
             END IF;\n    RETURN NEW;\nEND\n$$;\n"
        ),
        _ => format!(
            "INSERT INTO {table} (col_0, col_1)\nSELECT a.col_0, a.col_1\nFROM t{} AS a JOIN t{} AS b ON a.id = b.parent_id\n\
             WHERE a.col_3 > 10 ORDER BY a.id LIMIT 100;\n",
            (number + 3) % TABLES,
            (number + 5) % TABLES
        ),
    }
}
