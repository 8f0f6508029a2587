// The desk's requests. A 401 or 403 is an answer, a dropped connection an exception.

const PATIENCE_MS = 30_000;

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

async function answerOf(response) {
  const isJson = response.headers.get("Content-Type")?.includes("application/json");
  return { status: response.status, body: isJson ? await response.json() : null };
}

/** The token is read anew each time: signing in again in another tab changes it. */
export function decisionSender(url, csrfCookie) {
  return async (decision) =>
    answerOf(
      await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie(csrfCookie) },
        body: JSON.stringify(decision),
        credentials: "same-origin",
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
      }),
    );
}

export async function getJson(url, parameters = {}) {
  const query = new URLSearchParams(parameters).toString();
  return answerOf(
    await fetch(query ? `${url}?${query}` : url, {
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE_MS),
    }),
  );
}
