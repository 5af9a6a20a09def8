pub mod front_matter;
pub mod unknown_status;
