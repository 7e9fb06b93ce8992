//! The filter of a pane.

use super::list::List;
use crate::catalog::Query;
use crate::desk::input::Input;
use crate::desk::words::Words;
use crate::model::Date;

impl List {
    /// Takes the filter as it is typed now.
    pub fn read_filter(&mut self, today: Date) {
        self.query = Query::among(&self.collections, self.filter.text(), today);
        self.another_filter();
    }

    /// Takes the filter away.
    pub fn unfilter(&mut self) {
        self.filter = Input::default();
        self.query = Query::default();
        self.another_filter();
    }

    /// What of the filter is not understood, in words; such a filter finds nothing.
    pub fn problem_words(&self, words: Words) -> Option<String> {
        let problem = self.query.problems.first()?;
        let typed = self.filter.text().chars();
        let word: String = typed
            .skip(problem.at.start)
            .take(problem.at.len())
            .collect();
        Some(crate::locale::problem_words(words.texts, problem, &word))
    }

    /// The filter in words.
    pub fn meaning_words(&self, words: Words) -> String {
        let meaning = self.query.meaning(words.lang());
        crate::locale::meaning_words(words.texts, &meaning)
    }
}
