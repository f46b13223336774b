// The two interfaces that a SCORM package looks for, and what it tells them handed on to trainhub.
import { Scorm12API } from "./scorm12.min.js";
import { Scorm2004API } from "./scorm2004.min.js";

const SETTINGS = { autocommit: false, lmsCommitUrl: false, logLevel: 5, mastery_override: false, autoCompleteLessonStatus: false };
const WAIT = 300;
const left = await (await fetch("left")).json();
let sequence = 0, waiting = null, sending = Promise.resolve(), isOver = false;

const say = (words) => {
  const said = document.getElementById("said");
  said.textContent = words;
  said.hidden = !words;
};

const text = (value) => (value === undefined || value === null ? "" : String(value));

const old = new Scorm12API(SETTINGS);
const fresh = new Scorm2004API(SETTINGS);
const has = left.location || left.suspended;
old.loadFromFlattenedJSON({
  "cmi.core.student_id": "learner", "cmi.core.student_name": "Learner",
  "cmi.core.credit": "credit", "cmi.core.lesson_mode": "normal", "cmi.core.entry": has ? "resume" : "ab-initio",
  ...(left.mark ? { "cmi.student_data.mastery_score": text(left.mark) } : {}),
  ...(left.api === "1.2" ? { "cmi.core.lesson_location": left.location, "cmi.suspend_data": left.suspended } : {}),
  ...(left.api === "1.2" && left.status ? { "cmi.core.lesson_status": left.status } : {}),
}, "");
fresh.loadFromFlattenedJSON({
  "cmi.learner_id": "learner", "cmi.learner_name": "Learner",
  "cmi.credit": "credit", "cmi.mode": "normal", "cmi.entry": has ? "resume" : "ab-initio",
  ...(left.mark ? { "cmi.scaled_passing_score": text(left.mark / 100) } : {}),
  ...(left.api === "2004" ? { "cmi.location": left.location, "cmi.suspend_data": left.suspended } : {}),
  ...(left.api === "2004" && left.status ? { "cmi.completion_status": left.status } : {}),
}, "");

const inOld = () => {
  const { core, suspend_data } = old.renderCMIToJSONObject().cmi;
  return { api: "1.2", status: text(core.lesson_status), success: "", raw: text(core.score.raw), least: text(core.score.min),
    most: text(core.score.max), scaled: "", location: text(core.lesson_location), suspended: text(suspend_data) };
};

const inFresh = () => {
  const cmi = fresh.renderCMIToJSONObject().cmi;
  return { api: "2004", status: text(cmi.completion_status), success: text(cmi.success_status), raw: text(cmi.score.raw),
    least: text(cmi.score.min), most: text(cmi.score.max), scaled: text(cmi.score.scaled), location: text(cmi.location),
    suspended: text(cmi.suspend_data) };
};

const body = (told) => JSON.stringify({ ...told(), sequence: ++sequence, is_over: isOver });

const send = (told) => {
  clearTimeout(waiting);
  waiting = null;
  const told_ = body(told);
  const post = () => fetch("told", { method: "POST", headers: { "Content-Type": "application/json" }, body: told_ });
  sending = sending.then(post).then(
    (answer) => say(answer.ok ? (isOver ? "Saved. You can close this window." : "") : "This was not saved: trainhub refused it."),
    () => say("trainhub is not there any more: what you do here is not saved. Open the lesson again in the terminal."),
  );
};

const soon = (told) => {
  clearTimeout(waiting);
  waiting = setTimeout(() => send(told), WAIT);
};

let speaking = null;
const listen = (api, told, set, commit, end) => {
  api.on(`${set}.cmi.*`, () => { speaking = told; soon(told); });
  api.on(commit, () => { speaking = told; send(told); });
  api.on(end, () => { speaking = told; isOver = true; send(told); });
};
listen(old, inOld, "LMSSetValue", "LMSCommit", "LMSFinish");
listen(fresh, inFresh, "SetValue", "Commit", "Terminate");

window.API = old;
window.API_1484_11 = fresh;
window.addEventListener("pagehide", () => {
  if (waiting && speaking) navigator.sendBeacon("told", new Blob([body(speaking)], { type: "application/json" }));
});
document.title = left.title;
document.getElementById("package").src = left.launch;
