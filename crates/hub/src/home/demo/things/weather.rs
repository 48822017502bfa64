//! The weather over the house.
//!
//! Source: `homeassistant/components/weather/__init__.py`.

use serde_json::{Value, json};

use crate::home::demo::sky;
use crate::home::demo::thing::{Around, Face, Thing};

/// A weather report.
pub(crate) struct Weather {
    seen: f64,
    next: f64,
}

impl Weather {
    /// The report of the house.
    pub(crate) fn new() -> Self {
        Self { seen: 0.0, next: f64::INFINITY }
    }
}

impl Thing for Weather {
    fn face(&self) -> Face {
        let now = self.seen;
        let tenths = |value: f64| (value * 10.0).round() / 10.0;
        let (temperature, humidity) = (sky::temperature(now), sky::humidity(now));
        let attributes = json!({
            "temperature": tenths(temperature),
            "dew_point": tenths(temperature - (100.0 - humidity) / 5.0),
            "temperature_unit": "°C",
            "humidity": humidity.round() as i64,
            "cloud_coverage": (100.0 * sky::clouds(now)).round() as i64,
            "pressure": tenths(sky::pressure(now)),
            "pressure_unit": "hPa",
            "wind_bearing": sky::bearing(now).round() as i64,
            "wind_speed": tenths(sky::wind(now)),
            "wind_speed_unit": "km/h",
            "visibility_unit": "km",
            "precipitation_unit": "mm",
        });
        Face::new(sky::condition(now), attributes)
    }

    fn features(&self) -> Option<u32> {
        Some(0)
    }

    fn due(&self) -> f64 {
        self.next
    }

    fn proceed(&mut self, around: &mut Around<'_>) {
        self.seen = around.now;
        self.next = around.soon((600.0, 900.0));
    }

    fn begin(&mut self, around: &mut Around<'_>) {
        self.proceed(around);
    }

    fn keep(&self) -> Value {
        Value::Null
    }

    fn restore(&mut self, _: &Value) {}
}
