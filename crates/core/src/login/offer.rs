//! What the hub offers: its providers, what else it can do, and which way is taken.

use doorstep_protocol::login::{Explanation, Provider, Providers};
use doorstep_protocol::token::Metadata;

/// The provider that lets people in by their network.
const NETWORK: &str = "trusted_networks";

/// The offer of a hub.
#[derive(Debug, Default)]
pub(super) struct Offer {
    pub(super) providers: Vec<Provider>,
    pub(super) preselect_remember: bool,
    pub(super) explanation: Option<Explanation>,
    pub(super) metadata: Metadata,
    chosen: usize,
    /// Providers that let somebody in without asking: after a person has left, only by their own press.
    forced: Vec<usize>,
    /// Providers that did not want to.
    refused: Vec<usize>,
}

impl Offer {
    /// Takes in the hub's list. The network is asked first where it is offered: it costs the least effort.
    pub(super) fn found(&mut self, found: Providers) {
        self.providers = found.providers;
        self.preselect_remember = found.preselect_remember_me;
        self.explanation = found.explanation;
        self.forced.clear();
        self.refused.clear();
        self.chosen = self.network().unwrap_or_default();
    }

    /// The provider that is taken.
    pub(super) fn chosen(&self) -> Option<&Provider> {
        self.providers.get(self.chosen)
    }

    /// Whether the network is.
    pub(super) fn is_network(&self) -> bool {
        self.chosen().is_some_and(|provider| provider.kind == NETWORK)
    }

    /// Takes another; answers whether there is such a one.
    pub(super) fn choose(&mut self, provider: usize) -> bool {
        let is_there = provider < self.providers.len();
        if is_there {
            self.chosen = provider;
        }
        is_there
    }

    /// The chosen one lets somebody in whom nobody asked for: takes one that asks. Answers whether there is one.
    pub(super) fn hold(&mut self) -> bool {
        self.forced.push(self.chosen);
        self.skip()
    }

    /// The chosen one does not want to: takes another. Answers whether there is one.
    pub(super) fn give_up(&mut self) -> bool {
        self.refused.push(self.chosen);
        self.skip()
    }

    /// Takes the first that asks for more than a face. Answers whether there is one.
    pub(super) fn choose_form(&mut self) -> bool {
        let form = self.places().find(|place| Some(*place) != self.network() && self.is_open(*place));
        form.is_some_and(|place| self.choose(place))
    }

    /// Takes the network, if it asks who is there.
    pub(super) fn choose_network(&mut self) -> bool {
        let network = self.network().filter(|place| self.is_open(*place));
        network.is_some_and(|place| self.choose(place))
    }

    /// Whether the network asks who is there.
    pub(super) fn has_faces(&self) -> bool {
        self.network().is_some_and(|place| self.is_open(place))
    }

    /// Whether there is anything but the network.
    pub(super) fn has_form(&self) -> bool {
        self.places().any(|place| Some(place) != self.network() && self.is_open(place))
    }

    /// The ways beside the one that is taken. A network that asks has the picker for a door of its own.
    pub(super) fn others(&self, is_picker: bool) -> Vec<(usize, &Provider)> {
        let ways = self.providers.iter().enumerate().filter(|(place, _)| {
            let is_network = Some(*place) == self.network();
            let is_taken = *place == self.chosen && !self.forced.contains(place);
            let is_forced = self.forced.contains(place);
            !is_taken && !self.refused.contains(place) && (is_forced || !is_network && !is_picker)
        });
        ways.collect()
    }

    fn skip(&mut self) -> bool {
        let next = self.places().find(|place| self.is_open(*place));
        next.is_some_and(|place| self.choose(place))
    }

    fn is_open(&self, place: usize) -> bool {
        !self.forced.contains(&place) && !self.refused.contains(&place)
    }

    fn network(&self) -> Option<usize> {
        self.providers.iter().position(|provider| provider.kind == NETWORK)
    }

    fn places(&self) -> std::ops::Range<usize> {
        0..self.providers.len()
    }
}
