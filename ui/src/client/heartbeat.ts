// Notices an engine that says nothing any more, though the connection stands.

/** What a heartbeat looks at. */
export interface Patient {
  /** Messages that have come so far. */
  readonly messages: number;
  /** Asks for a word. */
  ask(): void;
  /** It is dead. */
  bury(): void;
}

/** So many questions in a row without a word, and it counts as dead. */
const QUESTIONS = 3;

/** Looks every so many milliseconds until the function that is returned is called. */
export function watch(patient: Patient, every: number): () => void {
  let heard = patient.messages;
  let asked = 0;
  const timer = setInterval(() => {
    // Questions are counted, not time: after a sleep of the machine the first look would come before the answers.
    asked = patient.messages === heard ? asked + 1 : 0;
    heard = patient.messages;
    if (asked > QUESTIONS) patient.bury();
    else if (asked > 0) question(patient);
  }, every);
  return () => clearInterval(timer);
}

function question(patient: Patient): void {
  try {
    patient.ask();
  } catch {
    // Whoever is asked so much that nothing more can be asked owes a word as well.
  }
}
