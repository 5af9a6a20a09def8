//! Every step of a publish is broken once, in every mode. Whatever breaks, a visitor sees the old site or the
//! new one, and the next run makes it good and leaves no litter.

use super::faulty::Fault;
use super::*;
use crate::publish::in_place::JOURNAL;

fn begin(before: Option<&Files>) -> Room {
    let room = Room::new();
    if let Some(before) = before {
        room.publish(before).unwrap();
        let same = room.out().join("same.html");
        if same.exists() {
            age(&same);
        }
    }
    room
}

/// What is to be seen after a run that broke, and once the next run has opened.
fn check_visible(room: &Room, mode: Mode, fault: Fault, before: Option<&Files>, why: &str) {
    let out = room.out();
    let journal = out.join(STAGING).join(JOURNAL).exists();
    assert!(!journal || mode.moves_file_by_file(), "{why}: a journal");
    if !journal {
        let seen = visible(&out).filter(|files| before.is_some() || !files.is_empty());
        // Killed between the two renames: the one gap that cannot be closed, so the next run must.
        let gap = mode == Mode::TwoRenames && fault == Fault::Kills && seen.is_none();
        let whole = seen.as_ref() == before || seen == Some(new_site());
        assert!(whole || gap, "{why}: {seen:?}");
    }
    drop(Staging::open(&FaultyStore::sound(mode), &out, &room.handbook()).expect(why));
    let seen = visible(&out).filter(|files| before.is_some() || !files.is_empty());
    if journal {
        assert_eq!(seen, Some(new_site()), "{why}: the journal was not finished");
    }
    let whole = seen.as_ref() == before || seen == Some(new_site());
    assert!(whole, "{why}, once opened: {seen:?}");
}

fn check_clean(room: &Room, why: &str) {
    assert_eq!(visible(&room.out()), Some(new_site()), "{why}");
    assert_eq!(room.beside(), ["site"], "{why}");
    let expected = [MANIFEST, "deep", "file", "folder", "index.html", "same.html"];
    assert_eq!(names(&room.out()), expected, "{why}");
}

/// Breaks the n-th step, for every n until there is none. Returns how many there were.
fn break_every_step(mode: Mode, fault: Fault, before: Option<&Files>) -> usize {
    for at in 0.. {
        let why = format!("{mode:?} {fault:?} at {at}");
        let room = begin(before);
        let same = room.out().join("same.html");
        let stamped = same.exists().then(|| stamp(&same));
        let store = FaultyStore::breaking(mode, at, fault);
        let result = publish(&store, &room.out(), &room.handbook(), &new_site());
        if !store.broke() {
            result.expect(&why);
            check_clean(&room, &why);
            return at;
        }
        match &result {
            Ok(_) => assert_eq!(visible(&room.out()), Some(new_site()), "{why}"),
            Err(PublishError::Halfway { .. }) => assert!(mode.moves_file_by_file(), "{why}"),
            Err(e) if fault == Fault::Fails => {
                let seen = visible(&room.out()).filter(|files| before.is_some() || !files.is_empty());
                assert_eq!(seen.as_ref(), before, "{why}: {e}");
            }
            Err(_) => {}
        }
        check_visible(&room, mode, fault, before, &why);
        publish(&FaultyStore::sound(mode), &room.out(), &room.handbook(), &new_site()).expect(&why);
        check_clean(&room, &why);
        // A published file that could not be read is written anew, and one that could not be linked is copied.
        let reread = result.as_ref().is_ok_and(|done| done.unchanged < 2);
        if let Some((time, inode)) = stamped.filter(|_| !reread) {
            let copied = fault == Fault::Fails && result.is_ok();
            let (time_now, inode_now) = stamp(&same);
            assert_eq!(time_now, time, "{why}: an unchanged file was written");
            assert!(inode_now == inode || copied, "{why}: an unchanged file was copied");
        }
    }
    unreachable!("the loop ends with a return")
}

#[test]
fn any_step_of_a_rebuild_may_break() {
    for mode in Mode::ALL {
        for fault in [Fault::Fails, Fault::Kills] {
            let steps = break_every_step(mode, fault, Some(&old_site()));
            assert!(steps > 30, "{mode:?}: only {steps} steps");
        }
    }
}

#[test]
fn any_step_of_the_first_build_may_break() {
    for mode in Mode::ALL {
        for fault in [Fault::Fails, Fault::Kills] {
            break_every_step(mode, fault, None);
        }
    }
}

#[test]
fn the_run_that_repairs_may_be_killed_too() {
    let before = old_site();
    for mode in Mode::ALL {
        for first in 0.. {
            let room = begin(Some(&before));
            let store = FaultyStore::breaking(mode, first, Fault::Kills);
            let _ = publish(&store, &room.out(), &room.handbook(), &new_site());
            if !store.broke() {
                break;
            }
            // Killed again and again, each time a little later, all on the same folder. Steps of five are enough:
            // where they begin differs with the first kill.
            for second in (first % 5..).step_by(5) {
                let why = format!("{mode:?} killed at {first}, then at {second}");
                let store = FaultyStore::breaking(mode, second, Fault::Kills);
                let result = publish(&store, &room.out(), &room.handbook(), &new_site());
                if !store.broke() {
                    result.expect(&why);
                    check_clean(&room, &why);
                    break;
                }
                let journal = room.out().join(STAGING).join(JOURNAL).exists();
                let seen = visible(&room.out());
                let gap = mode == Mode::TwoRenames && seen.is_none();
                let whole = seen.as_ref() == Some(&before) || seen == Some(new_site());
                assert!(whole || gap || journal, "{why}: {seen:?}");
            }
        }
    }
}
