//! The keys of the picker: arrows go from face to face as the eye does, letters go to a name.

/// Where an arrow leads from `current`. `places` are left and top of each face, in order; faces of a row have the
/// same top. `None` for any other key, and where there is nothing in that direction.
pub fn arrow(key: &str, places: &[(f64, f64)], current: Option<usize>) -> Option<usize> {
    let Some((at, (left, top))) = current.and_then(|at| Some((at, *places.get(at)?))) else {
        return key.starts_with("Arrow").then_some(0).filter(|_| !places.is_empty());
    };
    let is_mirrored = places.windows(2).any(|pair| matches!(pair, [a, b] if a.1 == b.1 && b.0 < a.0));
    let nearest = |is_there: &dyn Fn(f64) -> bool, is_closer: &dyn Fn(f64, f64) -> bool| {
        let rows = places.iter().map(|place| place.1).filter(|row| is_there(*row));
        let row = rows.reduce(|best, row| if is_closer(row, best) { row } else { best })?;
        let in_row = places.iter().enumerate().filter(|(_, place)| place.1 == row);
        let distance = |place: &(f64, f64)| (place.0 - left).abs();
        let face =
            in_row.reduce(|best, face| if distance(face.1) < distance(best.1) { face } else { best })?;
        Some(face.0)
    };
    match key {
        "ArrowRight" | "ArrowLeft" if (key == "ArrowRight") != is_mirrored => {
            Some(at + 1).filter(|next| *next < places.len())
        }
        "ArrowRight" | "ArrowLeft" => at.checked_sub(1),
        "ArrowDown" => nearest(&|row| row > top, &|row, best| row < best),
        "ArrowUp" => nearest(&|row| row < top, &|row, best| row > best),
        "Home" => Some(0),
        "End" => places.len().checked_sub(1),
        _ => None,
    }
}

/// What was typed lately.
#[derive(Clone, Debug, Default)]
pub struct Search {
    typed: String,
    at: f64,
}

/// How long a pause begins a new word, in milliseconds.
const PAUSE: f64 = 900.0;

impl Search {
    /// A key is pressed at this moment, in milliseconds; answers the face that it leads to. The same letter again
    /// goes on to the next of its names.
    pub fn press(&mut self, key: &str, now: f64, names: &[String], current: Option<usize>) -> Option<usize> {
        let mut letters = key.chars();
        let letter = letters.next().filter(|letter| letters.next().is_none() && !letter.is_whitespace())?;
        if now - self.at > PAUSE {
            self.typed.clear();
        }
        self.at = now;
        self.typed.extend(letter.to_uppercase());
        let begins = |place: usize, with: &str| {
            let name = names.get(place).map_or("", |name| name.trim());
            name.chars().flat_map(char::to_uppercase).take(with.chars().count()).eq(with.chars())
        };
        if let Some(face) = (0..names.len()).find(|place| begins(*place, &self.typed)) {
            let is_repeat = self.typed.chars().nth(1).is_none();
            let after = current.filter(|_| is_repeat).map_or(0, |at| at + 1);
            return (after..names.len()).find(|place| begins(*place, &self.typed)).or(Some(face));
        }
        self.typed = letter.to_uppercase().collect();
        let after = current.map_or(0, |at| at + 1);
        let order = (after..names.len()).chain(0..after.min(names.len()));
        order.into_iter().find(|place| begins(*place, &self.typed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three in the first row, two in the second.
    const FIVE: [(f64, f64); 5] = [(0.0, 0.0), (100.0, 0.0), (200.0, 0.0), (50.0, 90.0), (160.0, 90.0)];

    #[track_caller]
    fn check(key: &str, from: Option<usize>, to: Option<usize>) {
        assert_eq!(arrow(key, &FIVE, from), to, "{key} from {from:?}");
    }

    #[test]
    fn arrows_go_where_they_point() {
        check("ArrowRight", Some(2), Some(3));
        check("ArrowRight", Some(4), None);
        check("ArrowLeft", Some(0), None);
        check("ArrowLeft", Some(3), Some(2));
        check("ArrowDown", Some(2), Some(4));
        check("ArrowDown", Some(3), None);
        check("ArrowUp", Some(3), Some(0));
        check("ArrowUp", Some(1), None);
        check("End", Some(0), Some(4));
        check("Home", Some(4), Some(0));
        check("ArrowDown", None, Some(0));
        check("Enter", Some(0), None);
        check("Enter", None, None);
        assert_eq!(arrow("ArrowDown", &[], None), None);
    }

    #[test]
    fn from_right_to_left_the_arrows_are_mirrored() {
        let row = [(200.0, 0.0), (100.0, 0.0), (0.0, 0.0)];
        assert_eq!(arrow("ArrowLeft", &row, Some(0)), Some(1));
        assert_eq!(arrow("ArrowRight", &row, Some(1)), Some(0));
    }

    #[test]
    fn letters_go_to_a_name() {
        let names: Vec<_> = ["Anna", "Ben", "Clara", "Bea", "Élise"].map(str::to_owned).into();
        let mut search = Search::default();
        let mut press = |key: &str, now: f64, current| search.press(key, now, &names, current);
        assert_eq!(press("c", 10_000.0, None), Some(2));
        assert_eq!(press("b", 20_000.0, None), Some(1));
        assert_eq!(press("e", 20_100.0, Some(1)), Some(1));
        assert_eq!(press("a", 20_200.0, Some(1)), Some(3), "bea");
        assert_eq!(press("b", 30_000.0, Some(1)), Some(3), "the next one of that letter");
        assert_eq!(press("b", 40_000.0, Some(3)), Some(1));
        assert_eq!(press("é", 50_000.0, None), Some(4));
        assert_eq!(press("x", 60_000.0, None), None);
        assert_eq!(press("Tab", 60_000.0, None), None);
    }

    #[test]
    fn the_same_letter_quickly_goes_round() {
        let names: Vec<_> = ["Ben", "Bea", "Anna"].map(str::to_owned).into();
        let mut search = Search::default();
        assert_eq!(search.press("b", 1_000.0, &names, None), Some(0));
        assert_eq!(search.press("b", 1_100.0, &names, Some(0)), Some(1));
        assert_eq!(search.press("b", 1_200.0, &names, Some(1)), Some(0));
    }
}
