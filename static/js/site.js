// What a page may do on top of its HTML, nothing else. collectstatic bundles this into one file: cms/storage.py.
import "./theme.js";
import "./copy-code.js";
import "./tabs.js";
import "./resume.js";
import "./panels.js";
