use super::super::squawk::Tree;

/// The statements of a text's bodies as they are read, each with what stands in the file at its place.
fn statements(text: &str) -> Vec<(String, String)> {
    fn of(tree: &Tree, text: &str, into: &mut Vec<(String, String)>) {
        for body in tree.bodies() {
            let nodes = body.tree.file().stmts();
            for at in nodes.map(|s| super::super::squawk::place_of(s.syntax())) {
                let read = body.tree.text()[at.clone()].trim_end_matches(';').trim();
                if !read.is_empty() {
                    into.push((read.to_owned(), text[body.tree.in_file(&at)].trim_end_matches(';').trim().to_owned()));
                }
            }
            of(&body.tree, text, into);
        }
    }
    use squawk_syntax::ast::AstNode;
    let mut found = Vec::new();
    of(&Tree::parse(text), text, &mut found);
    found
}

/// The statements that are read otherwise than they are written are followed by ` <- ` and what is written.
fn read(text: &str) -> Vec<String> {
    let all = statements(text).into_iter();
    all.map(|(read, written)| if read == written { read } else { format!("{read} <- {written}") }).collect()
}

#[test]
fn bodies_are_found() {
    let cases: [(&str, &[&str]); 12] = [
        ("SELECT 1;", &[]),
        ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2';", &["SELECT 1", "SELECT 2"]),
        ("CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ LANGUAGE SQL;", &["SELECT 1"]),
        ("CREATE FUNCTION f() RETURNS int AS $$ SELECT 1 $$ LANGUAGE plpython3u;", &[]),
        ("CREATE FUNCTION f() RETURNS int AS 'a.so', 'f' LANGUAGE c;", &[]),
        ("CREATE PROCEDURE p() LANGUAGE sql AS $é$ DELETE FROM té $é$;", &["DELETE FROM té"]),
        ("CREATE FUNCTION f() RETURNS int RETURN (SELECT 1);", &["SELECT (SELECT 1) <- (SELECT 1)"]),
        ("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC DELETE FROM t; SELECT 1; END;", &["DELETE FROM t", "SELECT 1"]),
        ("CREATE FUNCTION f() RETURNS text LANGUAGE sql AS 'SELECT ''é'', 1';", &["SELECT 'é', 1 <- SELECT ''é'', 1"]),
        (
            "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS E'SELECT\\n\\'a\\', 1';",
            &["SELECT\n'a', 1 <- SELECT\\n\\'a\\', 1"],
        ),
        ("DO LANGUAGE plperl $$ DELETE FROM t; $$;", &[]),
        (
            "DO $a$ BEGIN DO $b$ BEGIN DELETE FROM t; END $b$; END $a$;",
            &["DO $b$ BEGIN DELETE FROM t; END $b$", "DELETE FROM t"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), expected, "{text}");
    }
}

#[test]
fn the_sql_of_plpgsql() {
    let cases: [(&str, &[&str]); 34] = [
        ("BEGIN NULL; END", &[]),
        ("BEGIN DELETE FROM t; END;", &["DELETE FROM t"]),
        ("DECLARE a int := 1; b text; BEGIN UPDATE t SET x = 1; END", &["UPDATE t SET x = 1"]),
        ("DECLARE a int := (SELECT 1); BEGIN END", &["SELECT (SELECT 1) <- (SELECT 1)"]),
        ("DECLARE c CURSOR FOR SELECT a FROM t; BEGIN END", &["SELECT a FROM t"]),
        ("DECLARE c NO SCROLL CURSOR (k int) IS SELECT a FROM t; BEGIN END", &["SELECT a FROM t"]),
        ("<<l>> BEGIN DELETE FROM t; END l;", &["DELETE FROM t"]),
        ("#variable_conflict use_column\nBEGIN DELETE FROM t; END", &["DELETE FROM t"]),
        (
            "BEGIN IF NOT EXISTS (SELECT 1) THEN DELETE FROM t; END IF; END",
            &["SELECT NOT EXISTS (SELECT 1) <- NOT EXISTS (SELECT 1)", "DELETE FROM t"],
        ),
        (
            "BEGIN IF a THEN DELETE FROM t; ELSIF b THEN DELETE FROM u; ELSE DELETE FROM v; END IF; END",
            &["DELETE FROM t", "DELETE FROM u", "DELETE FROM v"],
        ),
        ("BEGIN IF (CASE WHEN a THEN b END) THEN DELETE FROM t; END IF; END", &["DELETE FROM t"]),
        (
            "BEGIN CASE (SELECT 1) WHEN 'a', 2 THEN DELETE FROM t; ELSE DELETE FROM u; END CASE; END",
            &["SELECT (SELECT 1) <- (SELECT 1)", "DELETE FROM t", "DELETE FROM u"],
        ),
        ("BEGIN FOR r IN SELECT a FROM t LOOP DELETE FROM u; END LOOP; END", &["SELECT a FROM t", "DELETE FROM u"]),
        ("BEGIN FOR i IN REVERSE 1..10 BY 2 LOOP DELETE FROM u; END LOOP; END", &["DELETE FROM u"]),
        (
            "BEGIN FOR i IN 1..(SELECT max(a) FROM t) LOOP NULL; END LOOP; END",
            &["SELECT (SELECT max(a) FROM t) <- (SELECT max(a) FROM t)"],
        ),
        ("BEGIN FOR r IN c LOOP DELETE FROM u; END LOOP; END", &["DELETE FROM u"]),
        ("BEGIN FOR r IN (SELECT a FROM t) LOOP NULL; END LOOP; END", &["(SELECT a FROM t)"]),
        (
            "BEGIN FOR r IN EXECUTE 'SELECT a FROM t' LOOP DELETE FROM u; END LOOP; END",
            &["SELECT a FROM t", "DELETE FROM u"],
        ),
        (
            "BEGIN FOREACH x IN ARRAY (SELECT a FROM t) LOOP NULL; END LOOP; END",
            &["SELECT (SELECT a FROM t) <- (SELECT a FROM t)"],
        ),
        (
            "BEGIN WHILE a < b LOOP DELETE FROM u; EXIT WHEN (SELECT true); END LOOP; END",
            &["DELETE FROM u", "SELECT (SELECT true) <- (SELECT true)"],
        ),
        ("BEGIN LOOP EXIT; DELETE FROM t; CONTINUE l; END LOOP; END", &["DELETE FROM t"]),
        ("BEGIN PERFORM f(a) FROM t; END", &["SELECT  f(a) FROM t <- PERFORM f(a) FROM t"]),
        ("BEGIN SELECT a, b INTO x.y, z[1] FROM t; END", &["SELECT a, b FROM t <- SELECT a, b INTO x.y, z[1] FROM t"]),
        ("BEGIN SELECT INTO STRICT x a FROM t; END", &["SELECT a FROM t <- SELECT INTO STRICT x a FROM t"]),
        ("BEGIN INSERT INTO t VALUES (1) RETURNING id INTO v; END", &["INSERT INTO t VALUES (1) RETURNING id"]),
        (
            "BEGIN a := count(*) FROM t; b = 1; c.d[2] := (SELECT 1); e := a IS DISTINCT FROM b; END",
            &["SELECT count(*) FROM t <- count(*) FROM t", "SELECT (SELECT 1) <- (SELECT 1)"],
        ),
        ("BEGIN RETURN QUERY SELECT a FROM t; RETURN NEXT; RETURN; END", &["SELECT a FROM t"]),
        (
            "BEGIN RETURN QUERY EXECUTE 'SELECT $1' USING a; RETURN (SELECT 1); END",
            &["SELECT $1", "SELECT (SELECT 1) <- (SELECT 1)"],
        ),
        (
            "BEGIN OPEN d; FETCH d INTO x; OPEN c FOR SELECT a FROM t; FETCH c INTO x; MOVE c; CLOSE c; END",
            &["SELECT a FROM t"],
        ),
        ("BEGIN EXECUTE 'DROP TABLE t;' ; DELETE FROM u; END", &["DROP TABLE t", "DELETE FROM u"]),
        (
            "BEGIN EXECUTE 'DROP TABLE ' || t; EXECUTE format('DROP TABLE %I', t); DELETE FROM u; END",
            &["DELETE FROM u"],
        ),
        ("BEGIN EXECUTE 'nothing (of the kind'; DELETE FROM u; END", &["DELETE FROM u"]),
        ("BEGIN EXECUTE 'SELECT ''a'' -- b' INTO x; END", &["SELECT 'a' -- b <- SELECT ''a'' -- b"]),
        (
            "BEGIN DELETE FROM t; EXCEPTION WHEN OTHERS THEN RAISE NOTICE '%', x; DELETE FROM u; END",
            &["DELETE FROM t", "DELETE FROM u"],
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(read(&format!("SELECT 'é';\nDO $do$ {body} $do$;")), expected, "{body}");
    }
}
