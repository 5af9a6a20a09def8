//! A statement in a few short lines: its line, what it is called and names, what it does, and its shapes.

use std::fmt::Write;

use super::super::*;

pub(super) fn statement(text: &str, statement: &Statement) -> String {
    let line = text[..statement.place.start].matches('\n').count() + 1;
    let within = statement.within.map_or(String::new(), |w| format!(" (in the body of {w})"));
    let objects: Vec<String> = statement.objects.iter().map(path).collect();
    let mut out = format!("{line}: {} {}{within}\n", statement.command, objects.join(" "));
    for did in effect(&statement.effect, text) {
        let _ = writeln!(out, "    {did}");
    }
    for shape in &statement.shapes {
        let what = match &shape.value {
            Shape::NoWhere { verb, table } => format!("NoWhere {verb:?} {}", path(table)),
            other => format!("{other:?}"),
        };
        let _ = writeln!(out, "    ! {what} at `{}`", &text[shape.place.clone()]);
    }
    out
}

fn effect(effect: &Effect, text: &str) -> Vec<String> {
    match effect {
        Effect::CreateTable(table) => {
            let mut head = format!("table {}", path(&table.name));
            head += said(table.temporary, " temporary");
            head += said(table.if_not_exists, " if-not-exists");
            head += said(table.is_open, " open");
            head += &table.partition_of.as_ref().map_or(String::new(), |p| format!(" partition of {}", path(p)));
            let columns = table.columns.iter().map(|c| format!("  {}", column(c)));
            let constraints = table.constraints.iter().map(|c| format!("  {}", constraint(c)));
            [head].into_iter().chain(columns).chain(constraints).collect()
        }
        Effect::AlterTable { table, actions } => {
            let actions = actions.iter().map(|a| format!("  {} at `{}`", action(&a.value), &text[a.place.clone()]));
            [format!("alter {}", path(table))].into_iter().chain(actions).collect()
        }
        Effect::DropTable(tables) => vec![format!("drop tables {}", paths(tables))],
        Effect::CreateIndex(index) => {
            let mut head = format!("index {} on {}", optional(index.name.as_ref()), path(&index.table));
            head += said(index.is_unique, " unique");
            head += said(index.concurrently, " concurrently");
            head += said(index.if_not_exists, " if-not-exists");
            let _ = write!(head, " {}", index.method);
            let keys = index.keys.iter().map(|k| format!("  key {} `{}`", optional(k.column.as_ref()), k.text));
            let include = (!index.include.is_empty()).then(|| format!("  include {}", idents(&index.include)));
            let predicate = index.predicate.iter().map(|p| format!("  where `{p}`"));
            [head].into_iter().chain(keys).chain(include).chain(predicate).collect()
        }
        Effect::DropIndex { indexes, concurrently } => {
            vec![format!("drop indexes {}{}", paths(indexes), said(*concurrently, " concurrently"))]
        }
        Effect::RenameIndex { index, to } => vec![format!("rename index {} to {}", path(index), to.value)],
        Effect::CreateFunction(name) => vec![format!("function {}", path(name))],
        Effect::Set(s) => {
            let value = s.value.as_ref().map_or("default".to_owned(), |v| format!("`{v}`"));
            vec![format!("set {} = {value}{} at `{}`", s.name, said(s.local, " local"), &text[s.place.clone()])]
        }
        Effect::Vacuum { full } => {
            vec![full.clone().map_or("vacuum".to_owned(), |place| format!("vacuum full at `{}`", &text[place]))]
        }
        Effect::RefreshView { view, concurrently } => {
            vec![format!("refresh {}{}", path(view), said(*concurrently, " concurrently"))]
        }
        Effect::Reindex { concurrently } => vec![format!("reindex{}", said(*concurrently, " concurrently"))],
        Effect::Write { verb, table, columns } => {
            vec![format!("write {verb:?} {} ({})", path(table), idents(columns))]
        }
        Effect::Other => Vec::new(),
        other => vec![format!("{other:?}")],
    }
}

fn action(action: &Alter) -> String {
    match action {
        Alter::AddColumn(added) => format!("AddColumn {}", column(added)),
        Alter::AddConstraint(added) => format!("AddConstraint {}", constraint(added)),
        Alter::AlterType { column, ty } => {
            format!("AlterType {} {}", column.value, ty.as_ref().map_or("?".to_owned(), self::ty))
        }
        Alter::RenameColumn { from, to } => format!("RenameColumn {} {}", from.value, to.value),
        Alter::RenameConstraint { from, to } => format!("RenameConstraint {} {}", from.value, to.value),
        Alter::AttachPartition(table) => format!("AttachPartition {}", path(table)),
        Alter::DetachPartition(table) => format!("DetachPartition {}", path(table)),
        Alter::DropColumn(name) => format!("DropColumn {}", name.value),
        Alter::SetNotNull(name) => format!("SetNotNull {}", name.value),
        Alter::DropNotNull(name) => format!("DropNotNull {}", name.value),
        Alter::SetDefault(name) => format!("SetDefault {}", name.value),
        Alter::DropDefault(name) => format!("DropDefault {}", name.value),
        Alter::ValidateConstraint(name) => format!("ValidateConstraint {}", name.value),
        Alter::DropConstraint(name) => format!("DropConstraint {}", name.value),
        Alter::RenameTo(name) => format!("RenameTo {}", name.value),
        Alter::SetSchema(name) => format!("SetSchema {}", name.value),
        other => format!("{other:?}"),
    }
}

fn column(column: &Column) -> String {
    let mut out = format!("{} {}", column.name.value, column.ty.as_ref().map_or("?".to_owned(), ty));
    out += said(column.not_null, " not-null");
    out += said(column.has_default, " default");
    for own in &column.constraints {
        let _ = write!(out, " [{}]", constraint(own));
    }
    out
}

fn ty(ty: &Type) -> String {
    let arguments = ty.arguments.as_ref().map_or(String::new(), |a| format!("({a})"));
    format!("{}{arguments}{}", ty.name, said(ty.is_array, "[]"))
}

fn constraint(constraint: &Constraint) -> String {
    let kind = match &constraint.kind {
        ConstraintKind::PrimaryKey { using_index } => format!("primary key{}", using(using_index.as_ref())),
        ConstraintKind::Unique { using_index } => format!("unique{}", using(using_index.as_ref())),
        ConstraintKind::ForeignKey { table, columns } => {
            format!("foreign key to {} ({})", path(table), idents(columns))
        }
        other => format!("{other:?}").to_lowercase(),
    };
    let name = constraint.name.as_ref().map_or(String::new(), |n| format!("{}: ", n.value));
    format!("{name}{kind} on ({}){}", idents(&constraint.columns), said(constraint.not_valid, " not-valid"))
}

fn using(index: Option<&Ident>) -> String {
    index.map_or(String::new(), |i| format!(" using {}", i.value))
}

fn said(is_so: bool, word: &'static str) -> &'static str {
    if is_so { word } else { "" }
}

fn optional(name: Option<&Ident>) -> &str {
    name.map_or("-", |n| n.value.as_str())
}

fn idents(names: &[Ident]) -> String {
    names.iter().map(|n| n.value.as_str()).collect::<Vec<_>>().join(", ")
}

fn paths(all: &[Path]) -> String {
    all.iter().map(path).collect::<Vec<_>>().join(", ")
}

fn path(path: &Path) -> String {
    path.schema.as_ref().map_or(String::new(), |s| format!("{}.", s.value)) + &path.name.value
}
