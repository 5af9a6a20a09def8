//! How editors write: what is half done is never shown.

use std::io::Write as _;

use super::*;

/// Longer than what is quiet, shorter than what is waited for while something is half done.
const GAP: Duration = Duration::from_millis(30);
/// If the machine was so slow, nothing is to be learned.
const TOO_LONG: Duration = Duration::from_millis(45);

/// Writes until the machine was fast enough in between; then neither an empty file nor none was seen.
fn never_half_done(save: impl Fn(&Desk, &str) -> Duration) -> Vec<Seen> {
    for _ in 0..50 {
        let desk = Desk::with(&["a.md", "sentinel.md"]);
        let gap = save(&desk, "saved");
        let mut all = desk.until_text("a.md", "saved");
        all.extend(desk.until_sentinel("sentinel.md"));
        if gap < TOO_LONG {
            let texts: Vec<_> = all.iter().map(|seen| seen.files.get("a.md").map(String::as_str)).collect();
            assert!(texts.iter().all(|t| matches!(t, Some("a.md" | "saved"))), "{texts:?}");
            return all;
        }
    }
    panic!("the machine is too slow");
}

fn wait_between<T>(first: impl FnOnce() -> T, second: impl FnOnce(T)) -> Duration {
    let start = Instant::now();
    let made = first();
    std::thread::sleep(GAP);
    second(made);
    start.elapsed()
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_is_emptied_first_is_not_seen_empty() {
    let all = never_half_done(|desk, text| {
        let path = desk.root.join("a.md");
        wait_between(|| fs::File::create(&path).unwrap(), |mut file| file.write_all(text.as_bytes()).unwrap())
    });
    assert!(!any_tree(&all));
}

#[test]
#[cfg(target_os = "linux")]
fn a_new_file_is_not_seen_before_something_is_in_it() {
    let mut fast = 0;
    for _ in 0..50 {
        let desk = Desk::with(&["sentinel.md"]);
        let path = desk.root.join("new.md");
        let gap = wait_between(|| fs::File::create(&path).unwrap(), |mut file| file.write_all(b"text").unwrap());
        let all = desk.until_text("new.md", "text");
        if gap < TOO_LONG {
            assert!(all.iter().all(|seen| seen.files.get("new.md").is_none_or(|t| t == "text")), "{all:#?}");
            fast += 1;
        }
        if fast == 3 {
            return;
        }
    }
    panic!("the machine is too slow");
}

#[test]
fn vim_puts_the_old_file_aside() {
    let all = never_half_done(|desk, text| {
        // Whether it may write there, it finds out with a file of this name.
        desk.write("4913", "");
        desk.remove("4913");
        desk.write(".a.md.swp", "swap");
        let gap = wait_between(|| desk.rename("a.md", "a.md~"), |()| desk.write("a.md", text));
        desk.remove("a.md~");
        desk.remove(".a.md.swp");
        gap
    });
    assert!(touched(&all).iter().all(|path| !path.contains(".swp")));
}

#[test]
fn emacs_locks_with_a_link_that_leads_nowhere() {
    let desk = Desk::with(&["a.md", "sentinel.md"]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("someone@host.1:2", desk.root.join(".#a.md")).unwrap();
    desk.write("a.md", "saved");
    let mut all = desk.until_text("a.md", "saved");
    let _ = fs::remove_file(desk.root.join(".#a.md"));
    all.extend(desk.until_sentinel("sentinel.md"));
    assert_eq!(touched(&all), ["a.md", "sentinel.md"]);
    assert!(!any_tree(&all), "{all:#?}");
}

#[test]
fn a_safe_write_of_jetbrains_replaces_the_file() {
    never_half_done(|desk, text| {
        desk.write("a.md___jb_tmp___", text);
        let gap =
            wait_between(|| desk.rename("a.md", "a.md___jb_old___"), |()| desk.rename("a.md___jb_tmp___", "a.md"));
        desk.remove("a.md___jb_old___");
        gap
    });
}

#[test]
fn a_file_that_takes_the_place_of_another_is_seen_at_once() {
    let all = never_half_done(|desk, text| {
        desk.write(".a.md.tmp", text);
        desk.rename(".a.md.tmp", "a.md");
        Duration::ZERO
    });
    assert!(!any_tree(&all));
}
