//! From statements to a [`Catalogue`].

use super::{Catalogue, Index, Key, Kind, Site, Table};
use crate::sql::history::{History, Migration};
use crate::sql::names;
use crate::sql::syntax::{self, Alter, Effect, Path, Statement, Verb};

/// A catalogue that is being made, and the statement at hand.
pub(super) struct Fold {
    pub catalogue: Catalogue,
    pub site: Site,
}

pub(super) fn fold(history: &History) -> Catalogue {
    let site = Site { file: 0, step: 0, place: 0..0 };
    let mut fold = Fold { catalogue: Catalogue::default(), site };
    let mut versions = false;
    for (file, migration) in history.files.iter().enumerate() {
        // A baseline stands for the versions up to its own: it runs where they did not.
        if migration.is_baseline() && versions {
            continue;
        }
        versions |= migration.version.is_some() && !migration.is_baseline();
        fold.migration(file, migration);
    }
    fold.catalogue
}

impl Fold {
    fn migration(&mut self, file: usize, migration: &Migration) {
        let held = migration.steps.iter().enumerate().filter(|(_, s)| s.part.is_held());
        for (step, of) in held {
            for statement in of.script.statements.iter().filter(|s| runs(&of.script.statements, s)) {
                self.site = Site { file, step, place: statement.place.clone() };
                self.statement(statement);
            }
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.effect {
            Effect::CreateTable(table) => self.create_table(table),
            Effect::AlterTable { table, actions } => {
                if let [action] = actions.as_slice()
                    && let Alter::RenameTo(to) = &action.value
                    && self.find(table).is_none()
                    && let Some(index) = self.index(table)
                {
                    return self.rename_index(index, &names::cut(&to.value));
                }
                let mut table = self.table(table);
                for action in actions {
                    self.site.place = action.place.clone();
                    table = self.alter(table, &action.value);
                }
            }
            Effect::DropTable(tables) => {
                for table in tables.iter().filter_map(|t| self.find(t)).collect::<Vec<_>>() {
                    self.drop_table(table);
                }
            }
            Effect::CreateIndex(index) => self.create_index(index),
            Effect::DropIndex { indexes, .. } => {
                for index in indexes.iter().filter_map(|i| self.index(i)).collect::<Vec<_>>() {
                    self.drop_index(index);
                }
            }
            Effect::RenameIndex { index, to } => {
                if let Some(index) = self.index(index) {
                    self.rename_index(index, &names::cut(&to.value));
                }
            }
            Effect::Write { verb: Verb::Update, table, columns } => {
                let Some(table) = self.find(table) else { return };
                for column in columns {
                    if let Some(at) = self.catalogue.tables[table].column(&names::cut(&column.value)) {
                        self.catalogue.tables[table].columns[at].filled.push(self.site.clone());
                    }
                }
            }
            _ if statement.command == "DROP SCHEMA" => {
                let schemas: Vec<&str> = statement.objects.iter().map(|o| o.name.value.as_str()).collect();
                let of = |t: &Table| t.dropped.is_none() && schemas.contains(&t.schema.as_deref().unwrap_or("public"));
                let all: Vec<usize> = (0..self.catalogue.tables.len()).collect();
                for table in all.into_iter().filter(|t| of(&self.catalogue.tables[*t])).collect::<Vec<_>>() {
                    self.drop_table(table);
                }
            }
            // A view takes its indexes along.
            _ if statement.command == "DROP MATERIALIZED VIEW" => {
                for view in statement.objects.iter().filter_map(|o| self.find(o)).collect::<Vec<_>>() {
                    self.drop_table(view);
                }
            }
            _ => {}
        }
    }

    fn find(&self, path: &Path) -> Option<usize> {
        let schema = path.schema.as_ref().map(|s| s.value.as_str());
        self.catalogue.table(schema, &names::cut(&path.name.value))
    }

    /// A table by its name; one that nothing created is there from now on.
    pub fn table(&mut self, path: &Path) -> usize {
        self.find(path).unwrap_or_else(|| self.add_table(path, None, false))
    }

    pub fn add_table(&mut self, path: &Path, made: Option<Site>, temporary: bool) -> usize {
        let schema = path.schema.as_ref().map(|s| names::cut(&s.value)).filter(|s| s != "public");
        let name = names::cut(&path.name.value);
        let at = self.catalogue.tables.len();
        self.catalogue.by_name.entry(name.clone()).or_default().push(at);
        self.catalogue.tables.push(Table {
            schema,
            name,
            columns: Vec::new(),
            temporary,
            parents: Vec::new(),
            made,
            dropped: None,
            indexes: Vec::new(),
            constraints: Vec::new(),
        });
        at
    }

    /// A live index by its name.
    pub fn index(&self, path: &Path) -> Option<usize> {
        let all = self.catalogue.indexes_by_name.get(&names::cut(&path.name.value))?;
        let schema = path.schema.as_ref().map(|s| s.value.as_str()).filter(|s| *s != "public");
        let of = |i: &usize| self.catalogue.tables[self.catalogue.indexes[*i].table].schema.as_deref();
        let own = all.iter().find(|i| of(i) == schema).copied();
        own.or(all.first().copied().filter(|_| all.len() == 1 && schema.is_none()))
    }

    /// Whether a name is taken by a table or an index of the schema of a table.
    pub fn is_relation(&self, table: usize, name: &str) -> bool {
        let schema = self.catalogue.tables[table].schema.as_deref();
        let tables = self.catalogue.by_name.get(name).into_iter().flatten();
        let indexes = self.catalogue.indexes_by_name.get(name).into_iter().flatten();
        let of_indexes = indexes.map(|i| &self.catalogue.indexes[*i].table);
        tables.chain(of_indexes).any(|t| self.catalogue.tables[*t].schema.as_deref() == schema)
    }

    fn create_index(&mut self, index: &syntax::Index) {
        let table = self.table(&index.table);
        let name = match &index.name {
            Some(name) => names::cut(&name.value),
            None => {
                let columns = index.keys.iter().map(|k| match &k.column {
                    Some(column) => names::cut(&column.value),
                    None => names::expression(&k.text),
                });
                let columns = names::keys(columns.chain(index.include.iter().map(|c| names::cut(&c.value))));
                names::free(&self.catalogue.tables[table].name, &columns, "idx", |n| self.is_relation(table, n))
            }
        };
        let path = Path { schema: index.table.schema.clone(), name: syntax::At { value: name.clone(), place: 0..0 } };
        if let Some(old) = self.index(&path).filter(|i| self.same_schema(self.catalogue.indexes[*i].table, table)) {
            if index.if_not_exists {
                return;
            }
            // What has this name must be gone: something that is not read here dropped it.
            self.drop_index(old);
        }
        let keys = index.keys.iter().map(|key| match &key.column {
            Some(column) => {
                let rest = key.text.get(column.place.len()..).unwrap_or_default();
                Key { column: Some(self.known_column(table, &column.value)), text: order(rest) }
            }
            None => Key { column: None, text: key.text.clone() },
        });
        let keys = keys.collect();
        let include = index.include.iter().map(|c| self.known_column(table, &c.value)).collect();
        self.add_index(Index {
            table,
            name,
            is_unique: index.is_unique,
            method: index.method.clone(),
            keys,
            include,
            predicate: index.predicate.clone(),
            constraint: None,
            made: self.site.clone(),
            dropped: None,
        });
    }

    fn same_schema(&self, a: usize, b: usize) -> bool {
        self.catalogue.tables[a].schema == self.catalogue.tables[b].schema
    }

    pub fn add_index(&mut self, index: Index) -> usize {
        let at = self.catalogue.indexes.len();
        self.catalogue.tables[index.table].indexes.push(at);
        self.catalogue.indexes_by_name.entry(index.name.clone()).or_default().push(at);
        self.catalogue.indexes.push(index);
        at
    }

    pub fn drop_index(&mut self, index: usize) {
        let it = &mut self.catalogue.indexes[index];
        if it.dropped.is_some() {
            return;
        }
        it.dropped = Some(self.site.clone());
        forget(&mut self.catalogue.indexes_by_name, &it.name, index);
        if let Some(constraint) = it.constraint {
            self.drop_constraint(constraint);
        }
    }

    pub fn rename_index(&mut self, index: usize, to: &str) {
        let it = &mut self.catalogue.indexes[index];
        forget(&mut self.catalogue.indexes_by_name, &it.name, index);
        to.clone_into(&mut it.name);
        self.catalogue.indexes_by_name.entry(to.to_owned()).or_default().push(index);
        if let Some(constraint) = it.constraint {
            self.rename_constraint(constraint, to);
        }
    }

    /// The new name of a constraint, without its index.
    pub fn rename_constraint(&mut self, constraint: usize, to: &str) {
        let it = &mut self.catalogue.constraints[constraint];
        forget(&mut self.catalogue.constraints_by_name, &it.name, constraint);
        to.clone_into(&mut it.name);
        self.catalogue.constraints_by_name.entry(to.to_owned()).or_default().push(constraint);
    }

    pub fn drop_constraint(&mut self, constraint: usize) {
        let it = &mut self.catalogue.constraints[constraint];
        if it.dropped.is_some() {
            return;
        }
        it.dropped = Some(self.site.clone());
        forget(&mut self.catalogue.constraints_by_name, &it.name, constraint);
        let (table, columns, key) = (it.table, it.columns.clone(), it.kind.clone());
        let of_it = |i: &usize| self.catalogue.indexes[*i].constraint == Some(constraint);
        if let Some(index) = self.catalogue.tables[table].indexes.iter().copied().find(of_it) {
            self.drop_index(index);
        }
        if matches!(key, Kind::PrimaryKey | Kind::Unique) {
            // PostgreSQL drops a key that others refer to only together with what refers to it.
            self.drop_references(
                table,
                |to| {
                    if to.is_empty() { key == Kind::PrimaryKey } else { same_set(to, &columns) }
                },
            );
        }
    }

    pub fn drop_references(&mut self, table: usize, to: impl Fn(&[usize]) -> bool) {
        let refers = |c: &super::Constraint| matches!(&c.kind, Kind::ForeignKey { table: t, columns } if *t == table && to(columns));
        let all = self.catalogue.constraints.iter().enumerate();
        let found: Vec<usize> = all.filter(|(_, c)| c.dropped.is_none() && refers(c)).map(|(at, _)| at).collect();
        for constraint in found {
            self.drop_constraint(constraint);
        }
    }

    pub fn drop_table(&mut self, table: usize) {
        let it = &mut self.catalogue.tables[table];
        if it.dropped.is_some() {
            return;
        }
        it.dropped = Some(self.site.clone());
        for column in it.columns.iter_mut().filter(|c| c.dropped.is_none()) {
            column.dropped = Some(self.site.clone());
        }
        forget(&mut self.catalogue.by_name, &it.name, table);
        let (constraints, indexes) = (it.constraints.clone(), it.indexes.clone());
        constraints.into_iter().for_each(|c| self.drop_constraint(c));
        indexes.into_iter().for_each(|i| self.drop_index(i));
        self.drop_references(table, |_| true);
        // A partition goes with the table that it is of.
        let of = |t: &Table| t.dropped.is_none() && t.parents.contains(&table);
        let all: Vec<usize> = (0..self.catalogue.tables.len()).filter(|t| of(&self.catalogue.tables[*t])).collect();
        all.into_iter().for_each(|t| self.drop_table(t));
    }
}

/// Whether a statement runs with its file: those of a DO block do, those of a function when somebody calls it.
fn runs(all: &[Statement], statement: &Statement) -> bool {
    statement.within.and_then(|at| all.get(at)).is_none_or(|outer| outer.command == "DO" && runs(all, outer))
}

/// What is said beside the column of a key, without what holds anyway.
fn order(rest: &str) -> String {
    let upper = rest.trim().to_uppercase();
    match upper.as_str() {
        "ASC" | "ASC NULLS LAST" | "NULLS LAST" => String::new(),
        "DESC NULLS FIRST" => "DESC".to_owned(),
        _ => rest.trim().to_owned(),
    }
}

pub(super) fn same_set(a: &[usize], b: &[usize]) -> bool {
    a.len() == b.len() && a.iter().all(|x| b.contains(x))
}

pub(super) fn forget(names: &mut std::collections::HashMap<String, Vec<usize>>, name: &str, at: usize) {
    if let Some(all) = names.get_mut(name) {
        all.retain(|i| *i != at);
    }
}
