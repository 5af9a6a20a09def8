//! `CREATE TABLE` and `ALTER TABLE`, action by action.

use super::fold::{Fold, forget};
use super::{Column, Constraint, Index, Key, Kind, Site};
use crate::sql::names;
use crate::sql::syntax::{self, Alter, ConstraintKind};

impl Fold {
    pub fn create_table(&mut self, table: &syntax::Table) {
        let schema = table.name.schema.as_ref().map(|s| s.value.as_str()).filter(|s| *s != "public");
        let old = self.catalogue.table(schema, &names::cut(&table.name.name.value));
        if let Some(old) = old.filter(|t| self.catalogue.tables[*t].schema.as_deref() == schema) {
            if table.if_not_exists {
                return;
            }
            // What has this name must be gone: something that is not read here dropped it.
            self.drop_table(old);
        }
        let parent = table.partition_of.as_ref().map(|p| self.table(p));
        let at = self.add_table(&table.name, Some(self.site.clone()), table.temporary);
        if let Some(parent) = parent {
            self.catalogue.tables[at].parents.push(parent);
            let columns: Vec<Column> = self.catalogue.tables[parent]
                .columns
                .iter()
                .filter(|c| c.dropped.is_none())
                .map(|c| Column { made: Some(self.site.clone()), filled: Vec::new(), required: None, ..c.again() })
                .collect();
            self.catalogue.tables[at].columns = columns;
        }
        for column in &table.columns {
            self.add_column(at, column);
        }
        let of_columns = table.columns.iter().flat_map(|c| &c.constraints);
        let all: Vec<&syntax::Constraint> = of_columns.chain(&table.constraints).collect();
        self.add_constraints(at, &all);
    }

    /// Adds constraints in the order in which PostgreSQL does: checks, the primary key, other keys, foreign keys.
    fn add_constraints(&mut self, table: usize, all: &[&syntax::Constraint]) {
        let rank = |c: &syntax::Constraint| match c.kind {
            ConstraintKind::NotNull | ConstraintKind::Check => 0,
            ConstraintKind::PrimaryKey { .. } => 1,
            ConstraintKind::Unique { .. } | ConstraintKind::Exclude => 2,
            ConstraintKind::ForeignKey { .. } => 3,
        };
        let mut all = all.to_vec();
        all.sort_by_key(|c| rank(c));
        let mut keys: Vec<&syntax::Constraint> = Vec::new();
        for constraint in all.iter().copied() {
            if rank(constraint) == 1 || matches!(constraint.kind, ConstraintKind::Unique { using_index: None }) {
                // Of two keys on the same columns PostgreSQL makes one, by the name that one of them has.
                let same = |k: &&&syntax::Constraint| {
                    k.columns.iter().map(|c| &c.value).eq(constraint.columns.iter().map(|c| &c.value))
                };
                if let Some(first) = keys.iter().find(same) {
                    let columns: Vec<&str> = first.columns.iter().map(|c| c.value.as_str()).collect();
                    if let (None, Some(name)) = (&first.name, &constraint.name)
                        && let Some(made) = self.index_on(table, &columns)
                    {
                        self.rename_index(made, &names::cut(&name.value));
                    }
                    continue;
                }
                keys.push(constraint);
            }
            self.add_constraint(table, constraint);
        }
    }

    /// The index of a table with these keys.
    fn index_on(&self, table: usize, columns: &[&str]) -> Option<usize> {
        let keys = |i: &usize| self.catalogue.indexes[*i].keys.iter().map(|k| k.column);
        let on = |c: Option<usize>| c.map(|c| self.catalogue.column(table, c));
        let is = |i: &usize| keys(i).map(on).eq(columns.iter().map(|c| Some(*c)));
        self.catalogue.tables[table].indexes.iter().copied().find(is)
    }

    fn add_column(&mut self, table: usize, column: &syntax::Column) {
        let name = names::cut(&column.name.value);
        if let Some(old) = self.catalogue.tables[table].column(&name) {
            // Options of a partition's column.
            self.catalogue.tables[table].columns[old].not_null |= column.not_null;
            return;
        }
        let serial = |t: &syntax::Type| matches!(t.name.as_str(), "serial" | "bigserial" | "smallserial");
        self.catalogue.tables[table].columns.push(Column {
            name,
            ty: column.ty.clone(),
            not_null: column.not_null || column.ty.as_ref().is_some_and(serial),
            has_default: column.has_default || column.ty.as_ref().is_some_and(serial),
            made: Some(self.site.clone()),
            dropped: None,
            filled: Vec::new(),
            required: None,
        });
    }

    /// A column by its name; one that nothing added was there before.
    pub fn known_column(&mut self, table: usize, name: &str) -> usize {
        let name = names::cut(name);
        if let Some(at) = self.catalogue.tables[table].column(&name) {
            return at;
        }
        let columns = &mut self.catalogue.tables[table].columns;
        columns.push(Column {
            name,
            ty: None,
            not_null: false,
            has_default: false,
            made: None,
            dropped: None,
            filled: Vec::new(),
            required: None,
        });
        columns.len() - 1
    }

    fn add_constraint(&mut self, table: usize, constraint: &syntax::Constraint) {
        let mut columns: Vec<usize> =
            constraint.columns.iter().map(|c| self.known_column(table, &c.value)).collect::<Vec<_>>();
        let using = match &constraint.kind {
            ConstraintKind::PrimaryKey { using_index } | ConstraintKind::Unique { using_index } => using_index.as_ref(),
            _ => None,
        };
        let using = using.and_then(|i| self.index(&syntax::Path { schema: None, name: i.clone() }));
        if let Some(index) = using {
            columns = self.catalogue.indexes[index].keys.iter().filter_map(|k| k.column).collect();
        }
        let (kind, label) = match &constraint.kind {
            ConstraintKind::PrimaryKey { .. } => (Kind::PrimaryKey, "pkey"),
            ConstraintKind::Unique { .. } => (Kind::Unique, "key"),
            ConstraintKind::ForeignKey { table: other, columns } => {
                let other = self.table(other);
                let columns = columns.iter().map(|c| self.known_column(other, &c.value)).collect();
                (Kind::ForeignKey { table: other, columns }, "fkey")
            }
            ConstraintKind::Check => (Kind::Check, "check"),
            ConstraintKind::Exclude => (Kind::Exclude, "excl"),
            ConstraintKind::NotNull => {
                for column in columns {
                    self.catalogue.tables[table].columns[column].not_null = true;
                }
                return;
            }
        };
        if kind == Kind::PrimaryKey {
            for column in &columns {
                self.catalogue.tables[table].columns[*column].not_null = true;
            }
        }
        let name = match (&constraint.name, using) {
            (Some(name), _) => names::cut(&name.value),
            (None, Some(index)) => self.catalogue.indexes[index].name.clone(),
            (None, None) => self.constraint_name(table, &kind, &columns, label),
        };
        let at = self.catalogue.constraints.len();
        let of_table = self.catalogue.tables[table].constraints.clone();
        if let Some(old) = of_table.into_iter().find(|c| self.has_name(*c, &name)) {
            self.drop_constraint(old);
        }
        let site = Site { place: constraint.place.clone(), ..self.site.clone() };
        self.catalogue.constraints.push(Constraint {
            table,
            name: name.clone(),
            kind: kind.clone(),
            columns: columns.clone(),
            not_valid: constraint.not_valid,
            validated: None,
            made: site.clone(),
            dropped: None,
        });
        self.catalogue.tables[table].constraints.push(at);
        self.catalogue.constraints_by_name.entry(name.clone()).or_default().push(at);
        if let Some(index) = using {
            self.rename_index(index, &name);
            self.catalogue.indexes[index].constraint = Some(at);
            return;
        }
        let is_key = matches!(kind, Kind::PrimaryKey | Kind::Unique);
        if is_key || kind == Kind::Exclude {
            self.add_index(Index {
                table,
                name,
                is_unique: is_key,
                method: if is_key { "btree" } else { "gist" }.to_owned(),
                keys: columns.iter().map(|c| Key { column: Some(*c), text: String::new() }).collect(),
                include: Vec::new(),
                predicate: None,
                constraint: Some(at),
                made: site,
                dropped: None,
            });
        }
    }

    fn has_name(&self, constraint: usize, name: &str) -> bool {
        let it = &self.catalogue.constraints[constraint];
        it.dropped.is_none() && it.name == name
    }

    fn constraint_name(&self, table: usize, kind: &Kind, columns: &[usize], label: &str) -> String {
        let owned = || columns.iter().map(|c| self.catalogue.column(table, *c).to_owned());
        let joined = match kind {
            Kind::PrimaryKey => String::new(),
            // PostgreSQL names the column of a check if there is one alone.
            Kind::Check if columns.len() != 1 => String::new(),
            Kind::Unique | Kind::Exclude => names::keys(owned()),
            Kind::ForeignKey { .. } | Kind::Check => names::columns(owned().collect::<Vec<_>>().iter().map(|c| &**c)),
        };
        let schema = self.catalogue.tables[table].schema.as_deref();
        let is_constraint = |name: &str| {
            let all = self.catalogue.constraints_by_name.get(name).into_iter().flatten();
            let of = |c: &usize| self.catalogue.tables[self.catalogue.constraints[*c].table].schema.as_deref();
            all.into_iter().any(|c| of(c) == schema)
        };
        let has_index = !matches!(kind, Kind::ForeignKey { .. } | Kind::Check);
        let taken = |name: &str| is_constraint(name) || (has_index && self.is_relation(table, name));
        names::free(&self.catalogue.tables[table].name, &joined, label, taken)
    }

    /// Gives the table's number, which another action may go on with.
    pub fn alter(&mut self, table: usize, action: &Alter) -> usize {
        match action {
            Alter::AddColumn(column) => {
                // With `IF NOT EXISTS` nothing happens to one that is there.
                if self.catalogue.tables[table].column(&names::cut(&column.name.value)).is_none() {
                    self.add_column(table, column);
                    let all: Vec<&syntax::Constraint> = column.constraints.iter().collect();
                    self.add_constraints(table, &all);
                }
            }
            Alter::DropColumn(column) => self.drop_column(table, &column.value),
            Alter::AlterType { column, ty } => {
                let column = self.known_column(table, &column.value);
                self.catalogue.tables[table].columns[column].ty.clone_from(ty);
            }
            Alter::SetNotNull(column) => {
                let at = self.known_column(table, &column.value);
                let column = &mut self.catalogue.tables[table].columns[at];
                column.not_null = true;
                column.required = Some(self.site.clone());
            }
            Alter::DropNotNull(column) => {
                let at = self.known_column(table, &column.value);
                let column = &mut self.catalogue.tables[table].columns[at];
                (column.not_null, column.required) = (false, None);
            }
            Alter::SetDefault(column) | Alter::DropDefault(column) => {
                let at = self.known_column(table, &column.value);
                self.catalogue.tables[table].columns[at].has_default = matches!(action, Alter::SetDefault(_));
            }
            Alter::AddConstraint(constraint) => self.add_constraint(table, constraint),
            Alter::ValidateConstraint(name) => {
                if let Some(at) = self.constraint(table, &name.value) {
                    self.catalogue.constraints[at].validated = Some(self.site.clone());
                }
            }
            Alter::DropConstraint(name) => {
                if let Some(at) = self.constraint(table, &name.value) {
                    self.drop_constraint(at);
                }
            }
            Alter::RenameColumn { from, to } => {
                let at = self.known_column(table, &from.value);
                self.catalogue.tables[table].columns[at].name = names::cut(&to.value);
            }
            Alter::RenameConstraint { from, to } => {
                let Some(at) = self.constraint(table, &from.value) else { return table };
                let to = names::cut(&to.value);
                let of_it = |i: &usize| self.catalogue.indexes[*i].constraint == Some(at);
                match self.catalogue.tables[table].indexes.iter().copied().find(of_it) {
                    Some(index) => self.rename_index(index, &to),
                    None => self.rename_constraint(at, &to),
                }
            }
            Alter::RenameTo(to) => {
                let to = names::cut(&to.value);
                let it = &mut self.catalogue.tables[table];
                forget(&mut self.catalogue.by_name, &it.name, table);
                it.name.clone_from(&to);
                self.catalogue.by_name.entry(to).or_default().push(table);
            }
            Alter::SetSchema(schema) => {
                let schema = names::cut(&schema.value);
                self.catalogue.tables[table].schema = Some(schema).filter(|s| s != "public");
            }
            Alter::AttachPartition(partition) => {
                let partition = self.table(partition);
                self.catalogue.tables[partition].parents.push(table);
            }
            Alter::DetachPartition(partition) => {
                let partition = self.table(partition);
                self.catalogue.tables[partition].parents.retain(|p| *p != table);
            }
            Alter::Rewrite(_) | Alter::Other => {}
        }
        table
    }

    /// A live constraint of a table by its name.
    fn constraint(&self, table: usize, name: &str) -> Option<usize> {
        let name = names::cut(name);
        self.catalogue.tables[table].constraints.iter().rev().copied().find(|c| self.has_name(*c, &name))
    }

    /// Takes along every index and constraint that the column is of.
    fn drop_column(&mut self, table: usize, name: &str) {
        let name = names::cut(name);
        let at = self.known_column(table, &name);
        let it = &self.catalogue.tables[table];
        let constraints: Vec<usize> =
            it.constraints.iter().copied().filter(|c| self.catalogue.constraints[*c].columns.contains(&at)).collect();
        let says = |text: &str| {
            let word = |c: char| !(c.is_alphanumeric() || c == '_' || c == '$');
            text.split(word).any(|w| w.eq_ignore_ascii_case(&name))
        };
        let of_index = |i: &Index| {
            let key = |k: &Key| k.column == Some(at) || (k.column.is_none() && says(&k.text));
            i.keys.iter().any(key) || i.include.contains(&at) || i.predicate.as_deref().is_some_and(says)
        };
        let indexes: Vec<usize> =
            it.indexes.iter().copied().filter(|i| of_index(&self.catalogue.indexes[*i])).collect();
        constraints.into_iter().for_each(|c| self.drop_constraint(c));
        indexes.into_iter().for_each(|i| self.drop_index(i));
        self.drop_references(table, |to| to.contains(&at));
        self.catalogue.tables[table].columns[at].dropped = Some(self.site.clone());
    }
}

impl Column {
    /// The same column of another table.
    fn again(&self) -> Self {
        Self {
            name: self.name.clone(),
            ty: self.ty.clone(),
            not_null: self.not_null,
            has_default: self.has_default,
            made: None,
            dropped: None,
            filled: Vec::new(),
            required: None,
        }
    }
}
