//! The places of a statement, taken from the text that was parsed to the file it stands in.

use crate::sql::Place;
use crate::sql::syntax::{Alter, At, Column, Constraint, ConstraintKind, Effect, Ident, Path, Shape, Statement};

type Move<'a> = &'a dyn Fn(&Place) -> Place;

pub(super) fn statement(statement: &mut Statement, to: Move) {
    place(&mut statement.place, to);
    statement.objects.iter_mut().for_each(|p| path(p, to));
    for shape in &mut statement.shapes {
        place(&mut shape.place, to);
        if let Shape::NoWhere { table, .. } = &mut shape.value {
            path(table, to);
        }
    }
    effect(&mut statement.effect, to);
}

fn effect(effect: &mut Effect, to: Move) {
    match effect {
        Effect::CreateTable(table) => {
            path(&mut table.name, to);
            table.columns.iter_mut().for_each(|c| column(c, to));
            table.constraints.iter_mut().for_each(|c| constraint(c, to));
            table.partition_of.iter_mut().for_each(|p| path(p, to));
        }
        Effect::AlterTable { table, actions } => {
            path(table, to);
            actions.iter_mut().for_each(|a| action(a, to));
        }
        Effect::DropTable(paths) | Effect::DropIndex { indexes: paths, .. } => {
            paths.iter_mut().for_each(|p| path(p, to))
        }
        Effect::CreateIndex(index) => {
            index.name.iter_mut().for_each(|n| ident(n, to));
            path(&mut index.table, to);
            index.keys.iter_mut().filter_map(|k| k.column.as_mut()).for_each(|c| ident(c, to));
            index.include.iter_mut().for_each(|c| ident(c, to));
        }
        Effect::RenameIndex { index, to: name } => {
            path(index, to);
            ident(name, to);
        }
        Effect::CreateFunction(name) | Effect::RefreshView { view: name, .. } => path(name, to),
        Effect::Set(setting) => place(&mut setting.place, to),
        Effect::Vacuum { full } => full.iter_mut().for_each(|f| place(f, to)),
        Effect::Write { table, columns, .. } => {
            path(table, to);
            columns.iter_mut().for_each(|c| ident(c, to));
        }
        Effect::Reindex { .. }
        | Effect::Cluster
        | Effect::Begin
        | Effect::Commit
        | Effect::Rollback
        | Effect::Other => {}
    }
}

fn action(action: &mut At<Alter>, to: Move) {
    place(&mut action.place, to);
    match &mut action.value {
        Alter::AddColumn(added) => column(added, to),
        Alter::AddConstraint(added) => constraint(added, to),
        Alter::AlterType { column, ty } => {
            ident(column, to);
            ty.iter_mut().for_each(|ty| place(&mut ty.place, to));
        }
        Alter::RenameColumn { from, to: name } | Alter::RenameConstraint { from, to: name } => {
            ident(from, to);
            ident(name, to);
        }
        Alter::AttachPartition(table) | Alter::DetachPartition(table) => path(table, to),
        Alter::DropColumn(name)
        | Alter::SetNotNull(name)
        | Alter::DropNotNull(name)
        | Alter::SetDefault(name)
        | Alter::DropDefault(name)
        | Alter::ValidateConstraint(name)
        | Alter::DropConstraint(name)
        | Alter::RenameTo(name)
        | Alter::SetSchema(name) => ident(name, to),
        Alter::Rewrite(_) | Alter::Other => {}
    }
}

fn column(column: &mut Column, to: Move) {
    ident(&mut column.name, to);
    place(&mut column.place, to);
    column.ty.iter_mut().for_each(|ty| place(&mut ty.place, to));
    column.constraints.iter_mut().for_each(|c| constraint(c, to));
}

fn constraint(constraint: &mut Constraint, to: Move) {
    place(&mut constraint.place, to);
    constraint.name.iter_mut().for_each(|n| ident(n, to));
    constraint.columns.iter_mut().for_each(|c| ident(c, to));
    match &mut constraint.kind {
        ConstraintKind::PrimaryKey { using_index } | ConstraintKind::Unique { using_index } => {
            using_index.iter_mut().for_each(|i| ident(i, to));
        }
        ConstraintKind::ForeignKey { table, columns } => {
            path(table, to);
            columns.iter_mut().for_each(|c| ident(c, to));
        }
        ConstraintKind::Check | ConstraintKind::Exclude | ConstraintKind::NotNull => {}
    }
}

fn path(path: &mut Path, to: Move) {
    path.schema.iter_mut().for_each(|s| ident(s, to));
    ident(&mut path.name, to);
}

fn ident(ident: &mut Ident, to: Move) {
    place(&mut ident.place, to);
}

fn place(place: &mut Place, to: Move) {
    *place = to(place);
}
