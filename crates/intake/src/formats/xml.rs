//! XML parts of Office files: events with a bound on their nesting.

use quick_xml::events::{BytesStart, Event};

use crate::limits::XML_DEPTH_MAX;
use crate::problem::Problem;

/// Pulls events and keeps the depth within its bound.
pub struct Xml<'a> {
    reader: quick_xml::Reader<&'a [u8]>,
    depth: usize,
    part: &'static str,
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str, part: &'static str) -> Xml<'a> {
        let mut reader = quick_xml::Reader::from_str(text);
        // `<w:tab/>` then arrives as a start and an end, so that every element has one shape.
        reader.config_mut().expand_empty_elements = true;
        Xml {
            reader,
            depth: 0,
            part,
        }
    }

    /// The byte after the event that was just read.
    pub fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    pub fn depth(&self) -> usize {
        self.depth
    }

    pub fn next(&mut self) -> Result<Event<'a>, Problem> {
        let event = self
            .reader
            .read_event()
            .map_err(|error| self.broken(&error.to_string()))?;
        match event {
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => {
                return Err(self.broken("the text ends inside an element"));
            }
            _ => {}
        }
        if self.depth > XML_DEPTH_MAX {
            return Err(Problem::TooDeep);
        }
        Ok(event)
    }

    /// Passes over the element whose start was just read.
    pub fn skip(&mut self) -> Result<(), Problem> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    fn broken(&self, detail: &str) -> Problem {
        Problem::BrokenXml {
            part: self.part.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

/// The value of an attribute by its local name.
pub fn attribute(start: &BytesStart, name: &str) -> Option<String> {
    start
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .ok()
        })
        .map(|value| value.into_owned())
}
