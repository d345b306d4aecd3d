// Light or dark: what the system prefers until the reader chooses, and the choice kept for next time.

/** A theme of the page. */
export type Theme = 'light' | 'dark';

const CHOICE_KEY = 'tickloom.theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

/** Puts the preferred theme on the page, and again whenever the system changes its mind. */
export function followTheme(changed: () => void): void {
  applyTheme(preferredTheme());
  systemIsDark.addEventListener('change', () => {
    applyTheme(preferredTheme());
    changed();
  });
}

/** Switches the page to the other theme and keeps that choice. */
export function toggleTheme(): void {
  const theme = document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark';
  applyTheme(theme);
  keepChoice(theme);
}

function preferredTheme(): Theme {
  const chosen = keptChoice();
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return systemIsDark.matches ? 'dark' : 'light';
}

function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
}

// Browsers may refuse storage to pages opened from disk; the theme then lasts as long as the page.
function keepChoice(theme: Theme): void {
  try {
    localStorage.setItem(CHOICE_KEY, theme);
  } catch {
    return;
  }
}

function keptChoice(): string | null {
  try {
    return localStorage.getItem(CHOICE_KEY);
  } catch {
    return null;
  }
}
