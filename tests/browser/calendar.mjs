// Opens the calendars of a built site with ical.js, the parser of Thunderbird, and holds them against the schedule.
//
//   node calendar.mjs < QUESTION
//
// QUESTION is one JSON object: `folder` with the .ics files, `from` and `to`, `schedule` as `rutter oncall schedule
// --format json` gives it for that range, and the names of `people` and `rotations` by their ids.
// Prints one JSON object: what was read, and the problems. Exit 0: there are none. 1: there are some.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ICAL from 'ical.js';

const question = JSON.parse(readFileSync(0, 'utf8'));
const { folder, schedule, people, rotations } = question;
const [from, to] = [Date.parse(question.from), Date.parse(question.to)];
const several = Object.keys(rotations).length > 1;
const problems = [];

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
const place = (site) => (site ? ` (${site})` : '');

/** What the schedule says, as calendars show it. */
const wanted = schedule.flatMap((rotation) => rotation.shifts.map((s) => ({
  start: Date.parse(s.start),
  end: Date.parse(s.end),
  person: s.person,
  rotation: rotation.rotation,
  summary: `${capital(s.role)} on-call${place(s.site)}: ${people[s.person]}${several ? `, ${rotations[rotation.rotation]}` : ''}`,
  reason: s.override?.reason ?? '',
})));

const cut = (e) => ({ ...e, start: Math.max(e.start, from), end: Math.min(e.end, to) });
const line = (e) => `${new Date(e.start).toISOString()} to ${new Date(e.end).toISOString()} ${e.summary}`;

/** The events of a file; every one of them once, in UTC, and inside the range. */
function open(file) {
  const say = (problem) => problems.push(`${file}: ${problem}`);
  const text = readFileSync(join(folder, file), 'utf8');
  for (const l of text.split('\r\n')) {
    if (Buffer.byteLength(l) > 75 || /[\r\n]/.test(l)) say(`line is too long or badly ended: ${l}`);
  }
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const name of ['version', 'prodid', 'name', 'x-wr-calname', 'refresh-interval', 'x-published-ttl']) {
    if (!calendar.getFirstPropertyValue(name)) say(`no ${name}`);
  }
  const events = calendar.getAllSubcomponents('vevent').flatMap((component) => {
    const event = new ICAL.Event(component, { strictExceptions: true });
    // A client that expands an event must find it once.
    const times = [];
    for (let next, all = event.iterator(); times.length < 3 && (next = all.next());) times.push(event.getOccurrenceDetails(next));
    if (times.length !== 1) say(`${event.uid} is there ${times.length} times`);
    const [{ startDate, endDate }] = times;
    if (startDate.zone !== ICAL.Timezone.utcTimezone || endDate.zone !== ICAL.Timezone.utcTimezone) say(`${event.uid} is not in UTC`);
    if (startDate.compare(endDate) >= 0) say(`${event.uid} ends before it starts`);
    const value = (name) => component.getFirstPropertyValue(name);
    return [{
      uid: event.uid,
      start: startDate.toJSDate().getTime(),
      end: endDate.toJSDate().getTime(),
      summary: event.summary,
      description: event.description,
      status: value('status'),
      stamp: value('dtstamp').toString(),
      kind: component.getFirstProperty('categories').getValues()[0],
    }];
  });
  const uids = new Set(events.map((e) => e.uid));
  if (uids.size !== events.length) say(`${events.length - uids.size} UIDs are there twice`);
  for (const e of events.filter((e) => e.end <= from || e.start >= to)) say(`outside the range: ${line(e)}`);
  for (const e of events.filter((e) => !['CONFIRMED', 'CANCELLED'].includes(e.status))) say(`${e.uid}: status ${e.status}`);
  return events;
}

/** Both must be the same, as often as they are there. */
function compare(file, events, shifts) {
  const [got, want] = [events, shifts].map((all) => all.map(cut).map(line).sort());
  const lacking = want.filter((l) => !got.includes(l));
  const extra = got.filter((l) => !want.includes(l));
  if (got.length !== want.length || lacking.length || extra.length) {
    problems.push(`${file}: ${got.length} events for ${want.length} shifts; lacking ${lacking.slice(0, 3).join('; ')}; too many ${extra.slice(0, 3).join('; ')}`);
  }
  for (const shift of shifts.filter((s) => s.reason)) {
    const event = events.find((e) => line(cut(e)) === line(cut(shift)));
    if (event && !event.description.includes(shift.reason)) problems.push(`${file}: ${line(shift)} does not say ${shift.reason}`);
  }
}

const files = readdirSync(folder).sort();
const read = Object.fromEntries(files.map((file) => [file, open(file)]));
const isShift = (e) => e.kind === 'On-call' && e.status === 'CONFIRMED';
let cancelled = 0;
for (const [file, events] of Object.entries(read)) {
  const gone = events.filter((e) => e.status === 'CANCELLED');
  const [, person] = file.match(/^person-(.*)\.ics$/) ?? [];
  if (gone.length && !person) problems.push(`${file}: shows what is cancelled`);
  for (const e of gone) {
    cancelled += 1;
    // Somebody else has it, and the person has not.
    const at = (all) => all.filter((o) => isShift(o) && o.start < e.end && e.start < o.end);
    if (at(events).length) problems.push(`${file}: cancelled and not: ${line(e)}`);
    if (!at(read['all.ics']).length) problems.push(`${file}: nobody has ${line(e)}`);
  }
}
compare('all.ics', read['all.ics'].filter(isShift), wanted);
for (const id of Object.keys(rotations)) {
  compare(`${id}.ics`, read[`${id}.ics`].filter(isShift), wanted.filter((s) => s.rotation === id));
}
for (const id of new Set(wanted.map((s) => s.person))) {
  const file = `person-${id}.ics`;
  if (read[file]) compare(file, read[file].filter(isShift), wanted.filter((s) => s.person === id));
  else problems.push(`${id} has no calendar`);
}
const maintenance = read['all.ics'].filter((e) => e.kind === 'Maintenance').length;
console.log(JSON.stringify({ files: files.length, shifts: wanted.length, cancelled, maintenance, problems: problems.slice(0, 20) }, null, 1));
process.exit(problems.length ? 1 : 0);
