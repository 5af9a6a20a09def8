//! Shapes of queries that go wrong, wherever in a statement they stand.

pub mod implicit_join;
pub mod limit_without_order;
pub mod missing_where;
pub mod not_in_subquery;
pub mod select_star;
