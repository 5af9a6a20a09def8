//! What the system does and does not tell.

use std::collections::HashSet;
use std::time::SystemTime;

use notify::event::Flag;

use super::*;
use crate::world::watch::{Burst, Clock, TICK};

#[test]
fn nothing_comes_while_nothing_happens() {
    let desk = Desk::with(&["a.md", "x/b.md", "x/y/c.md"]);
    // Reading is nothing.
    for path in ["a.md", "x/b.md"] {
        fs::read(desk.root.join(path)).unwrap();
    }
    let _ = fs::read_dir(&desk.root).unwrap().count();
    assert!(desk.seen.recv_timeout(Duration::from_secs(1)).is_err());
}

#[test]
fn a_storm_is_few_changes_with_every_path_in_them() {
    let paths: Vec<String> = (0..2000).map(|i| format!("{}/{i}.md", i % 20)).collect();
    let desk = Desk::with(&paths.iter().map(String::as_str).collect::<Vec<_>>());
    for path in &paths {
        desk.write(path, "new");
    }
    let all = desk.until(|seen| seen.files.values().all(|text| text == "new"));
    // On a machine that is busy with other things a storm has lulls.
    assert!(all.len() <= 50, "{} changes", all.len());
    let named: HashSet<&str> = touched(&all).into_iter().collect();
    // A queue that was too short tells nothing, and says so.
    assert!(any_tree(&all) || paths.iter().all(|path| named.contains(path.as_str())));
}

#[test]
fn only_what_is_input_is_watched() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    for path in ["a.md", "x/y/b.md", "node_modules/p/c.js", "target/d", ".git/objects/e", "_f/g", ".h/i"] {
        write(&root.join(path), "");
    }
    let world = OsWorld::new(&root).unwrap();
    let mut watch = Watch::new(&world);
    watch.follow(&folders(&world, &[])).unwrap();
    // What looks like a repository is none yet: its HEAD is waited for.
    let expected = ["", ".git", "x", "x/y"].map(|path| if path.is_empty() { root.clone() } else { root.join(path) });
    assert_eq!(watch.places.watched.iter().cloned().collect::<Vec<_>>(), expected);
    assert_eq!(watch.places.outermost().into_iter().collect::<Vec<_>>(), [root.clone()]);
    // What is no place any more is let go.
    fs::remove_dir_all(root.join("x/y")).unwrap();
    watch.follow(&folders(&world, &[])).unwrap();
    assert_eq!(watch.places.watched.len(), 3);
    assert!(watch.asked.is_subset(&watch.places.watched));
}

#[test]
fn a_queue_that_was_too_short_makes_everything_be_looked_at_and_watched_anew() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("x/a.md"), "a");
    let world = OsWorld::new(folder.path()).unwrap();
    let mut watch = Watch::new(&world);
    while !watch.follow(&folders(&world, &[])).unwrap() {}
    let mut burst = Burst::default();
    let overflow = notify::Event::new(notify::EventKind::Other).set_flag(Flag::Rescan);
    assert!(watch.take(Ok(overflow), &mut burst));
    assert!(burst.hints.tree);
    assert!(watch.asked.is_empty());
    assert_eq!(watch.follow(&folders(&world, &[])), Ok(false));
    assert_eq!(watch.follow(&folders(&world, &[])), Ok(true));
    write(&folder.path().join("x/a.md"), "b");
    assert!(watch.next().touched.contains("x/a.md"));
}

#[test]
fn where_the_system_refuses_everything_is_looked_at_from_time_to_time() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.md"), "a");
    let world = OsWorld::new(folder.path()).unwrap();
    let mut watch = Watch::new(&world);
    watch.give_up("it allows no more watches".to_owned());
    // That is said once, and nothing is new from then on.
    assert_eq!(watch.follow(&folders(&world, &[])), Err("it allows no more watches".to_owned()));
    assert_eq!(watch.follow(&folders(&world, &[])), Ok(true));
    assert_eq!(watch.next(), Hints { tree: true, ..Hints::default() });
}

#[test]
fn a_folder_that_cannot_be_watched_does_not_keep_the_others_from_it() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("a.md"), "a");
    let world = OsWorld::new(folder.path()).unwrap();
    let mut watch = Watch::new(&world);
    let mut wanted = folders(&world, &[]);
    wanted.push(world.root().join("gone/deep"));
    assert_eq!(watch.follow(&wanted), Ok(false));
    assert_eq!(watch.follow(&wanted), Ok(true));
    // It is waited for.
    fs::create_dir(folder.path().join("gone")).unwrap();
    assert!(watch.next().tree);
}

#[test]
fn another_day_and_a_sleep_are_told_from_time_that_went_by() {
    let (steady, wall) = (Instant::now(), SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000));
    let date = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let after = |steady_time, wall_time, days| {
        let mut clock = Clock { date, steady, wall };
        let date = date + chrono::Days::new(days);
        clock.jumped_to(Clock { date, steady: steady + steady_time, wall: wall + wall_time })
    };
    let second = Duration::from_secs(1);
    assert!(!after(second, second, 0));
    assert!(!after(TICK + second, TICK + second, 0));
    // Clocks are set by a little now and then.
    assert!(!after(TICK, TICK + 10 * second, 0));
    assert!(after(second, second, 1));
    assert!(after(second, 3600 * second, 0));
    // Where the steady clock goes on in sleep.
    assert!(after(3600 * second, 3600 * second, 0));
    let mut set_back = Clock { date, steady, wall };
    assert!(!set_back.jumped_to(Clock { date, steady: steady + second, wall: wall - 3600 * second }));
}
