use super::*;

/// A path: whose it is, its version, its part, the day it tells.
#[test]
fn paths_tell_what_they_are() {
    for (path, told) in [
        ("V1__init.sql", "flyway 1 Up -"),
        ("V2026.01.02__x.sql", "flyway 2026.01.02 Up 2026-01-02"),
        ("concurrent/V20260815120000__idx.sql", "flyway 20260815120000 Up 2026-08-15"),
        ("U20260815120000__idx.sql", "flyway 20260815120000 Down 2026-08-15"),
        ("R__views.sql", "flyway - Repeatable -"),
        ("000042_x.up.sql", "golang-migrate 000042 Up -"),
        ("000042_x.down.sql", "golang-migrate 000042 Down -"),
        ("20240102030405_x.sql", "numbered 20240102030405 Up 2024-01-02"),
        ("0007-x.sql", "numbered 0007 Up -"),
        ("2024-01-02-030405_x/up.sql", "folders 2024-01-02-030405 Up 2024-01-02"),
        ("2024-01-02-030405_x/down.sql", "folders 2024-01-02-030405 Down 2024-01-02"),
        ("20240102030405_x/migration.sql", "folders 20240102030405 Up 2024-01-02"),
        ("1704164645000_x/up.sql", "folders 1704164645000 Up 2024-01-02"),
        ("deploy/users.sql", "sqitch - Up -"),
        ("verify/users.sql", "sqitch - Verify -"),
        ("3d_models.sql", "plain - Up -"),
        ("schema.sql", "plain - Up -"),
        ("20249902030405_x.sql", "numbered 20249902030405 Up -"),
        ("é__x.sql", "plain - Up -"),
        (".sql", "plain - Up -"),
        ("99999999999999999999999_x.sql", "plain - Up -"),
    ] {
        let named = name::read(path);
        let version = named.version.map_or("-".to_owned(), |v| v.text);
        let date = named.date.map_or("-".to_owned(), |d| d.to_string());
        assert_eq!(format!("{} {version} {:?} {date}", named.layout.name(), named.part), told, "{path}");
    }
}

fn steps(text: &str) -> Vec<String> {
    let history = of_example(&[("1_x.sql", text.to_owned())]);
    let told = |s: &Step| {
        let commands: Vec<&str> = s.script.statements.iter().map(|s| s.command.as_str()).collect();
        format!("{:?}{} {}", s.part, if s.in_transaction { "" } else { " outside" }, commands.join(", "))
    };
    history.files[0].steps.iter().map(told).collect()
}

#[test]
fn comments_divide_files() {
    assert_eq!(
        steps(
            "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n-- +goose StatementBegin\nDO $$ BEGIN END $$;\n-- +goose StatementEnd\n-- +goose Down\nDROP TABLE a;\n"
        ),
        ["Up outside SELECT, DO", "Down outside DROP TABLE"]
    );
    assert_eq!(
        steps("-- migrate:up transaction:false\nCREATE TABLE a ();\n\n-- migrate:down\nDROP TABLE a;"),
        ["Up outside CREATE TABLE", "Down DROP TABLE"]
    );
    assert_eq!(
        steps(
            "--liquibase formatted sql\n\n--changeset ana:1\nCREATE TABLE a ();\n--rollback DROP TABLE a;\n--changeset ana:2 runInTransaction:false\nSELECT 1;\n--changeset ana:3 runOnChange:true\nSELECT 2;\n"
        ),
        ["Up CREATE TABLE", "Down ", "Up outside SELECT", "Repeatable SELECT"]
    );
    assert_eq!(steps("SELECT 1;"), ["Up SELECT"]);
}

#[test]
fn files_are_in_the_order_of_their_tool() {
    let names = ["R__views.sql", "V10__c.sql", "U2__b.sql", "V2__b.sql", "V1.1__a.sql", "V1__a.sql", "notes.sql"];
    let texts: Vec<(&str, String)> = names.iter().map(|n| (*n, "SELECT 1;".to_owned())).collect();
    let history = of_example(&texts);
    let order: Vec<&str> = history.files.iter().map(|f| f.path.as_str()).collect();
    assert_eq!(
        order,
        ["V1__a.sql", "V1.1__a.sql", "U2__b.sql", "V2__b.sql", "V10__c.sql", "notes.sql", "R__views.sql"]
    );
    assert_eq!(history.layout, Layout::Flyway);
}

#[test]
fn flyway_leaves_the_transaction_for_what_refuses_it() {
    let in_transaction =
        |name: &str, text: &str| of_example(&[(name, text.to_owned())]).files[0].steps[0].in_transaction;
    assert!(in_transaction("V1__a.sql", "CREATE INDEX ON a (b);"));
    assert!(!in_transaction("V1__a.sql", "SET lock_timeout = 0; CREATE INDEX CONCURRENTLY ON a (b);"));
    assert!(!in_transaction("1_a.up.sql", "CREATE INDEX CONCURRENTLY ON a (b);"));
    assert!(in_transaction("1_a.up.sql", "SELECT 1; CREATE INDEX CONCURRENTLY ON a (b);"));
}

#[test]
fn a_plan_is_read() {
    let text = "%syntax-version=1.0.0\n%project=flipr\n\nappschema 2013-12-30T23:19:54Z Marge <m@x> # Adds schema.\nusers [appschema] 2013-12-31 Marge <m@x>\n@v1.0 2014 x\n";
    assert_eq!(sections::plan(text), ["appschema", "users"]);
}
