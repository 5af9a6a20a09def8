//! Whether documents can be read, and say what their kind must say.

pub mod bad_value;
pub mod diagram;
pub mod duplicate_id;
pub mod duplicate_route;
pub mod empty_section;
pub mod front_matter;
pub mod include;
pub mod math;
pub mod no_title;
pub mod nothing_read;
pub mod required_section;
pub mod unknown_key;
pub mod unreadable;
pub mod unsafe_html;
