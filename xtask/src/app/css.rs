//! Style sheets without what only people read: comments and indentation.

/// The same sheet, shorter: comments go, and each run of white space becomes one character.
pub(crate) fn squeezed(sheet: &str) -> String {
    let mut squeezed = String::with_capacity(sheet.len());
    let mut characters = sheet.chars().peekable();
    let mut gap = Gap::Line;
    while let Some(character) = characters.next() {
        if character == '/' && characters.peek() == Some(&'*') {
            characters.next();
            let mut last = ' ';
            for inside in characters.by_ref() {
                if last == '*' && inside == '/' {
                    break;
                }
                last = inside;
            }
            continue;
        }
        if character.is_whitespace() {
            gap = match (gap, character) {
                (Gap::Line, _) | (_, '\n') => Gap::Line,
                (Gap::None | Gap::Space, _) => Gap::Space,
            };
            continue;
        }
        match gap {
            Gap::None => {}
            Gap::Space => squeezed.push(' '),
            Gap::Line if squeezed.is_empty() => {}
            Gap::Line => squeezed.push('\n'),
        }
        gap = Gap::None;
        squeezed.push(character);
        if character == '"' || character == '\'' {
            copy_string(character, &mut characters, &mut squeezed);
        }
    }
    squeezed.push('\n');
    squeezed
}

/// White space that was read and not yet written.
#[derive(Clone, Copy)]
enum Gap {
    None,
    Space,
    Line,
}

fn copy_string(quote: char, characters: &mut impl Iterator<Item = char>, squeezed: &mut String) {
    let mut escaped = false;
    for character in characters {
        squeezed.push(character);
        if escaped {
            escaped = false;
        } else if character == '\\' {
            escaped = true;
        } else if character == quote {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sheet: &str, expected: &str) {
        assert_eq!(squeezed(sheet), expected);
        assert_eq!(squeezed(&squeezed(sheet)), expected);
    }

    #[test]
    fn comments_and_indentation_go() {
        check("/* a\n * b **/\n.tile {\n    color:   red;\n\n}\n", ".tile {\ncolor: red;\n}\n");
    }

    #[test]
    fn a_space_that_means_something_stays() {
        check("a  b { width: calc( 1px  +  2px ) }", "a b { width: calc( 1px + 2px ) }\n");
    }

    #[test]
    fn a_comment_between_two_words_does_not_join_them() {
        check("margin: 1px/* left */ 2px", "margin: 1px 2px\n");
    }

    #[test]
    fn strings_are_left_alone() {
        check("a { content: \"  /* \\\"  \" ; b: '  ' }", "a { content: \"  /* \\\"  \" ; b: '  ' }\n");
    }
}
