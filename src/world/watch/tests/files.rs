//! Files and folders that are written, come, go, and get other names.

use super::*;

#[test]
fn a_save_names_its_file_and_nothing_else() {
    let desk = Desk::with(&["a.md", "x/b.md"]);
    desk.write("x/b.md", "new");
    let all = desk.until_text("x/b.md", "new");
    assert_eq!(touched(&all), ["x/b.md"]);
    assert!(!any_tree(&all), "{all:#?}");
}

#[test]
fn files_come_and_go_and_get_other_names() {
    let desk = Desk::with(&["a.md", "b.md"]);
    desk.write("c.md", "c");
    desk.until_text("c.md", "c");
    desk.remove("b.md");
    desk.until_gone("b.md");
    desk.rename("a.md", "z.md");
    let all = desk.until_text("z.md", "a.md");
    assert!(!all.last().unwrap().files.contains_key("a.md"));
}

#[test]
fn a_folder_that_is_made_and_filled_at_once_is_seen_with_all_that_is_in_it() {
    let desk = Desk::with(&["a.md"]);
    for i in 0..40 {
        desk.write(&format!("n/{}/deep/{i}.md", i % 7), "first");
    }
    desk.until(|seen| (0..40).all(|i| seen.files.contains_key(&format!("n/{}/deep/{i}.md", i % 7))));
    // And it is watched from then on.
    desk.write("n/3/deep/10.md", "second");
    let all = desk.until_text("n/3/deep/10.md", "second");
    assert!(touched(&all).contains(&"n/3/deep/10.md"));
}

#[test]
fn a_renamed_folder_is_watched_where_it_is() {
    let desk = Desk::with(&["a.md", "old/x/b.md", "old/c.md"]);
    desk.rename("old", "new");
    let all = desk.until_text("new/x/b.md", "old/x/b.md");
    assert!(!all.last().unwrap().files.contains_key("old/x/b.md"));
    desk.write("new/x/b.md", "more");
    assert!(touched(&desk.until_text("new/x/b.md", "more")).contains(&"new/x/b.md"));
    // The old name may be used for something else, and back again.
    desk.write("old/d.md", "d");
    desk.until_text("old/d.md", "d");
    fs::remove_dir_all(desk.root.join("old")).unwrap();
    desk.rename("new", "old");
    desk.until_text("old/x/b.md", "more");
    desk.write("old/x/b.md", "most");
    desk.until_text("old/x/b.md", "most");
}

#[test]
fn a_folder_moves_in_with_its_files_and_out_again() {
    let desk = Desk::with(&["a.md"]);
    write(&desk.outside.join("away/x/b.md"), "b");
    fs::rename(desk.outside.join("away"), desk.root.join("here")).unwrap();
    desk.until_text("here/x/b.md", "b");
    desk.write("here/x/b.md", "bb");
    desk.until_text("here/x/b.md", "bb");
    fs::rename(desk.root.join("here"), desk.outside.join("away")).unwrap();
    desk.until_gone("here/x/b.md");
    // Outside it is nobody's business.
    write(&desk.outside.join("away/x/b.md"), "bbb");
    assert_eq!(touched(&desk.until_sentinel("a.md")), ["a.md"]);
}

#[test]
fn an_empty_folder_that_is_removed_and_made_anew_is_still_watched() {
    let desk = Desk::with(&["a.md", "x/b.md"]);
    desk.remove("x/b.md");
    desk.until_gone("x/b.md");
    for i in 0..20 {
        fs::remove_dir(desk.root.join("x")).unwrap();
        desk.write("x/b.md", &i.to_string());
        desk.until_text("x/b.md", &i.to_string());
        desk.remove("x/b.md");
        desk.until_gone("x/b.md");
    }
}

#[test]
fn what_is_no_input_wakes_nobody() {
    let desk = Desk::prepared(&[], |root| {
        for path in ["a.md", "_drafts/b.md", "node_modules/c.md", ".hidden/d.md", "ignored/e.md", "site/f.md"] {
            write(&root.join(path), path);
        }
        write(&root.join("site/.rutter-manifest.json"), "{}");
        write(&root.join(".gitignore"), "ignored/\n");
    });
    for path in ["_drafts/b.md", "node_modules/c.md", ".hidden/d.md", "ignored/e.md", "site/f.md", "site/g.md", ".b.md"]
    {
        desk.write(path, "other");
    }
    let all = desk.until_sentinel("a.md");
    assert_eq!(touched(&all), ["a.md"]);
    assert!(!any_tree(&all), "{all:#?}");
}

#[test]
fn a_folder_that_becomes_a_site_is_no_input_any_more() {
    let desk = Desk::with(&["a.md"]);
    desk.write("site/index.md", "drawn");
    desk.until_text("site/index.md", "drawn");
    desk.write("site/.rutter-manifest.json", "{}");
    desk.until_gone("site/index.md");
}

#[test]
fn what_links_lead_to_is_named_by_every_name() {
    let desk = Desk::prepared(&[], |root| {
        write(&root.join("real/x/a.md"), "a");
        write(&root.join("_parts/p.md"), "p");
        #[cfg(unix)]
        for (to, from) in [("real", "linked"), ("real/x/a.md", "b.md"), ("_parts/p.md", "c.md")] {
            std::os::unix::fs::symlink(root.join(to), root.join(from)).unwrap();
        }
    });
    if !cfg!(unix) {
        return;
    }
    for (i, path) in ["real/x/a.md", "linked/x/a.md", "b.md"].into_iter().enumerate() {
        desk.write(path, &i.to_string());
        let all = desk.until_text("linked/x/a.md", &i.to_string());
        assert_eq!(touched(&all), ["b.md", "linked/x/a.md", "real/x/a.md"], "by {path}");
        assert_eq!(all.last().unwrap().files["b.md"], i.to_string());
    }
    desk.write("_parts/p.md", "pp");
    assert_eq!(touched(&desk.until_text("c.md", "pp")), ["c.md"]);
    // A link that is taken away takes its name with it, and no other.
    desk.remove("linked");
    desk.until_gone("linked/x/a.md");
    desk.write("real/x/a.md", "last");
    assert_eq!(touched(&desk.until_text("real/x/a.md", "last")), ["b.md", "real/x/a.md"]);
}

#[test]
fn folders_outside_are_watched_even_before_they_are_there() {
    let desk = Desk::prepared(&["../db/migrations", ".sql"], |root| {
        write(&root.join("a.md"), "a");
        write(&root.join(".sql/1.sql"), "1");
    });
    write(&desk.outside.join("db/migrations/1.sql"), "one");
    // What is asked for outside is asked for anew when everything is looked at.
    desk.until_text("../db/migrations/1.sql", "one");
    write(&desk.outside.join("db/migrations/1.sql"), "two");
    desk.until_text("../db/migrations/1.sql", "two");
    write(&desk.outside.join("db/migrations/2.sql"), "new");
    desk.until_text("../db/migrations/2.sql", "new");
    desk.write(".sql/1.sql", "other");
    assert_eq!(touched(&desk.until_text(".sql/1.sql", "other")), [".sql/1.sql"]);
}

#[test]
fn the_handbook_itself_goes_away_and_comes_back() {
    let desk = Desk::with(&["a.md", "x/b.md"]);
    for i in 0..3 {
        fs::remove_dir_all(&desk.root).unwrap();
        desk.until_gone("x/b.md");
        desk.write("x/b.md", &i.to_string());
        desk.until_text("x/b.md", &i.to_string());
        desk.write("x/b.md", "again");
        desk.until_text("x/b.md", "again");
    }
    fs::rename(&desk.root, desk.outside.join("elsewhere")).unwrap();
    desk.until_gone("x/b.md");
    fs::rename(desk.outside.join("elsewhere"), &desk.root).unwrap();
    desk.until_text("x/b.md", "again");
}

#[test]
fn configuration_and_templates_are_files_like_others() {
    let desk = Desk::with(&["handbook.yaml", "templates/page.html", "assets/a.css"]);
    for path in ["handbook.yaml", "templates/page.html", "assets/a.css"] {
        desk.write(path, "other");
        assert_eq!(touched(&desk.until_text(path, "other")), [path]);
    }
    desk.write("templates/new/part.html", "new");
    desk.until_text("templates/new/part.html", "new");
}
