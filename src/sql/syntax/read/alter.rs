//! `ALTER TABLE`, action by action.

use squawk_syntax::SyntaxKind;
use squawk_syntax::ast::{self, AstNode};

use super::names::{ident, path_of};
use super::tables;
use crate::sql::syntax::squawk::place_of;
use crate::sql::syntax::{Alter, At, Effect, Ident};

pub(super) fn table(alter: &ast::AlterTable) -> Option<Effect> {
    let table = path_of(alter.table_relation_name()?.syntax())?;
    let actions = alter
        .actions()
        .map(|action| At { value: read(&action).unwrap_or(Alter::Other), place: place_of(action.syntax()) })
        .collect();
    Some(Effect::AlterTable { table, actions })
}

fn read(action: &ast::AlterTableAction) -> Option<Alter> {
    let last = |node: &squawk_syntax::SyntaxNode| path_of(node).map(|p| p.name);
    Some(match action {
        ast::AlterTableAction::AddColumn(add) => {
            let name = ident(add.column_name()?.syntax())?;
            let clauses = add.constraints().map(|c| c.syntax().clone());
            Alter::AddColumn(tables::of_parts(name, add.ty().map(|t| t.syntax().clone()), clauses, add.syntax()))
        }
        ast::AlterTableAction::DropColumn(drop) => Alter::DropColumn(ident(drop.column_name_ref()?.syntax())?),
        ast::AlterTableAction::AlterColumn(alter) => {
            column(ident(alter.column_name_ref()?.syntax())?, &alter.option()?)?
        }
        ast::AlterTableAction::AddConstraint(add) => {
            Alter::AddConstraint(tables::constraint(add.constraint()?.syntax(), None)?)
        }
        ast::AlterTableAction::ValidateConstraint(v) => {
            Alter::ValidateConstraint(last(v.constraint_name_ref()?.syntax())?)
        }
        ast::AlterTableAction::DropConstraint(d) => Alter::DropConstraint(last(d.constraint_name_ref()?.syntax())?),
        ast::AlterTableAction::RenameColumn(r) => {
            Alter::RenameColumn { from: ident(r.column_name_ref()?.syntax())?, to: ident(r.column_name()?.syntax())? }
        }
        ast::AlterTableAction::RenameConstraint(r) => Alter::RenameConstraint {
            from: last(r.constraint_name_ref()?.syntax())?,
            to: ident(r.constraint_name()?.syntax())?,
        },
        ast::AlterTableAction::TableRenameTo(r) => Alter::RenameTo(last(r.table_name()?.syntax())?),
        ast::AlterTableAction::SetSchema(s) => Alter::SetSchema(ident(s.schema_ref()?.syntax())?),
        ast::AlterTableAction::AttachPartition(a) => Alter::AttachPartition(path_of(a.table_name_ref()?.syntax())?),
        ast::AlterTableAction::DetachPartition(d) => Alter::DetachPartition(path_of(d.table_name_ref()?.syntax())?),
        ast::AlterTableAction::SetTablespace(_) => Alter::Rewrite("SET TABLESPACE"),
        ast::AlterTableAction::SetLogged(_) => Alter::Rewrite("SET LOGGED"),
        ast::AlterTableAction::SetUnlogged(_) => Alter::Rewrite("SET UNLOGGED"),
        _ => return None,
    })
}

fn column(column: Ident, option: &ast::AlterColumnOption) -> Option<Alter> {
    Some(match option {
        ast::AlterColumnOption::SetType(set) => {
            let is_type = |kind: SyntaxKind| format!("{kind:?}").ends_with("_TYPE");
            let ty = set.syntax().children().find(|n| is_type(n.kind()));
            Alter::AlterType { column, ty: ty.as_ref().and_then(tables::type_of) }
        }
        ast::AlterColumnOption::SetNotNull(_) => Alter::SetNotNull(column),
        ast::AlterColumnOption::DropNotNull(_) => Alter::DropNotNull(column),
        ast::AlterColumnOption::SetDefault(_) => Alter::SetDefault(column),
        ast::AlterColumnOption::DropDefault(_) => Alter::DropDefault(column),
        _ => return None,
    })
}
