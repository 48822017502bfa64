//! The colour of a lamp, in each of the forms in which Home Assistant shows it.
//!
//! Formulas: Tanner Helland's approximation of black-body white, Philips' wide gamut for `xy`, and
//! McCamy's approximation back from `xy` to kelvin.

use serde::{Deserialize, Serialize};

use super::{COLDEST, WARMEST};

/// A white or a hue.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Colour {
    /// A white of this temperature.
    White { kelvin: f64 },
    /// Degrees and percent.
    Hue { hue: f64, saturation: f64 },
}

impl Colour {
    /// A white that the lamps can make.
    pub(super) fn white(kelvin: f64) -> Self {
        Self::White { kelvin: kelvin.clamp(WARMEST, COLDEST).round() }
    }

    /// From red, green and blue, each up to 255.
    pub(super) fn from_rgb([red, green, blue]: [f64; 3]) -> Self {
        let high = red.max(green).max(blue);
        let spread = high - red.min(green).min(blue);
        if spread <= 0.0 {
            return Self::Hue { hue: 0.0, saturation: 0.0 };
        }
        let sixth = match high {
            _ if high <= red => (green - blue) / spread,
            _ if high <= green => 2.0 + (blue - red) / spread,
            _ => 4.0 + (red - green) / spread,
        };
        let hue = (sixth * 60.0).rem_euclid(360.0);
        Self::Hue { hue: thousandths(hue), saturation: thousandths(100.0 * spread / high) }
    }

    /// From a place in the CIE 1931 diagram.
    pub(super) fn from_xy([x, y]: [f64; 2]) -> Self {
        let y = y.max(0.000_01);
        let (big_x, big_z) = (x / y, (1.0 - x - y) / y);
        let linear = [
            big_x * 1.656_492 - 0.354_851 - big_z * 0.255_038,
            -big_x * 0.707_196 + 1.655_397 + big_z * 0.036_152,
            big_x * 0.051_713 - 0.121_364 + big_z * 1.011_530,
        ];
        let bent = linear.map(|part| match part.max(0.0) {
            part if part <= 0.003_130_8 => 12.92 * part,
            part => 1.055 * part.powf(1.0 / 2.4) - 0.055,
        });
        let high = bent.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        Self::from_rgb(bent.map(|part| (255.0 * part / high).round()))
    }

    /// The white that comes nearest, for a lamp that has no colours.
    pub(super) fn nearest_white(self) -> Self {
        let [x, y] = self.xy();
        let slope = (x - 0.3320) / (0.1858 - y);
        Self::white(437.0 * slope.powi(3) + 3601.0 * slope.powi(2) + 6861.0 * slope + 5517.0)
    }

    /// Brings what was read from elsewhere into its bounds.
    pub(super) fn sane(self) -> Self {
        match self {
            Self::White { kelvin } => Self::white(kelvin),
            Self::Hue { hue, saturation } => {
                Self::Hue { hue: hue.clamp(0.0, 360.0), saturation: saturation.clamp(0.0, 100.0) }
            }
        }
    }

    /// The temperature of a white.
    pub(super) fn kelvin(self) -> Option<f64> {
        match self {
            Self::White { kelvin } => Some(kelvin),
            Self::Hue { .. } => None,
        }
    }

    /// Hue and saturation.
    pub(super) fn hs(self) -> [f64; 2] {
        match self {
            Self::Hue { hue, saturation } => [thousandths(hue), thousandths(saturation)],
            Self::White { kelvin } => match Self::from_rgb(black_body(kelvin)) {
                Self::Hue { hue, saturation } => [hue, saturation],
                Self::White { .. } => [0.0, 0.0],
            },
        }
    }

    /// Red, green and blue at full brightness.
    pub(super) fn rgb(self) -> [i64; 3] {
        let [hue, saturation] = self.hs();
        let part = |offset: f64| {
            let place = (offset + hue / 60.0).rem_euclid(6.0);
            let fade = place.min(4.0 - place).clamp(0.0, 1.0);
            (255.0 * (1.0 - fade * saturation / 100.0)).round() as i64
        };
        [part(5.0), part(3.0), part(1.0)]
    }

    /// The place in the CIE 1931 diagram.
    pub(super) fn xy(self) -> [f64; 2] {
        let [red, green, blue] = self.rgb().map(|part| match part as f64 / 255.0 {
            part if part > 0.040_45 => ((part + 0.055) / 1.055).powf(2.4),
            part => part / 12.92,
        });
        let x = red * 0.664_511 + green * 0.154_324 + blue * 0.162_028;
        let y = red * 0.283_881 + green * 0.668_433 + blue * 0.047_685;
        let z = red * 0.000_088 + green * 0.072_310 + blue * 0.986_039;
        let sum = x + y + z;
        if sum <= 0.0 { [0.0, 0.0] } else { [thousandths(x / sum), thousandths(y / sum)] }
    }
}

fn thousandths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

fn black_body(kelvin: f64) -> [f64; 3] {
    let hundreds = kelvin / 100.0;
    let red =
        if hundreds <= 66.0 { 255.0 } else { 329.698_727_446 * (hundreds - 60.0).powf(-0.133_204_759_2) };
    let green = if hundreds <= 66.0 {
        99.470_802_586_1 * hundreds.ln() - 161.119_568_166_1
    } else {
        288.122_169_528_3 * (hundreds - 60.0).powf(-0.075_514_849_2)
    };
    let blue = match hundreds {
        _ if hundreds >= 66.0 => 255.0,
        _ if hundreds <= 19.0 => 0.0,
        _ => 138.517_731_223_1 * (hundreds - 10.0).ln() - 305.044_792_730_7,
    };
    [red, green, blue].map(|part| part.clamp(0.0, 255.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn near(found: &[f64], expected: &[f64], within: f64) {
        let is_near = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() <= within);
        assert!(is_near, "{found:?} is not {expected:?}");
    }

    #[test]
    fn a_white_looks_as_in_home_assistant() {
        // Recorded of its demo light.
        let white = Colour::White { kelvin: 2631.0 };
        near(&white.hs(), &[28.55, 67.974], 0.6);
        near(&white.xy(), &[0.532, 0.388], 0.006);
        near(&white.rgb().map(|part| part as f64), &[255.0, 164.0, 82.0], 2.0);
    }

    #[test]
    fn the_forms_of_a_colour_agree() {
        for [hue, saturation] in [[0.0, 100.0], [120.0, 100.0], [240.0, 50.0], [33.0, 80.0], [300.0, 10.0]] {
            let colour = Colour::Hue { hue, saturation };
            near(&Colour::from_rgb(colour.rgb().map(|part| part as f64)).hs(), &[hue, saturation], 2.0);
        }
        assert_eq!(Colour::Hue { hue: 120.0, saturation: 100.0 }.rgb(), [0, 255, 0]);
    }

    /// Home Assistant's own answers (`homeassistant/util/color.py`).
    #[test]
    fn other_forms_are_read_as_home_assistant_reads_them() {
        for (xy, hs) in [
            ([0.64, 0.33], [12.981, 81.569]),
            ([0.3, 0.6], [91.915, 73.725]),
            ([0.2, 0.1], [252.686, 68.627]),
        ] {
            near(&Colour::from_xy(xy).hs(), &hs, 1.0);
        }
        for (rgb, hs) in [([255.0, 120.0, 10.0], [26.939, 96.078]), ([10.0, 20.0, 30.0], [210.0, 66.667])] {
            near(&Colour::from_rgb(rgb).hs(), &hs, 0.001);
        }
        for ([hue, saturation], kelvin) in
            [([30.0, 40.0], 2823.0), ([35.0, 20.0], 4166.0), ([0.0, 0.0], 5962.0)]
        {
            near(&[Colour::Hue { hue, saturation }.nearest_white().kelvin().unwrap()], &[kelvin], 60.0);
        }
    }

    #[test]
    fn nothing_leaves_its_bounds() {
        assert_eq!(Colour::white(90_000.0).kelvin(), Some(COLDEST));
        assert_eq!(Colour::white(0.0).kelvin(), Some(WARMEST));
        assert_eq!(Colour::from_rgb([0.0; 3]).hs(), [0.0, 0.0]);
        for xy in [[0.0, 0.0], [1.0, 1.0], [0.0, 1.0], [1.0, 0.0]] {
            let [hue, saturation] = Colour::from_xy(xy).hs();
            assert!((0.0..=360.0).contains(&hue) && (0.0..=100.0).contains(&saturation), "{xy:?}");
            assert!(Colour::from_xy(xy).nearest_white().kelvin().unwrap().is_finite());
        }
    }
}
