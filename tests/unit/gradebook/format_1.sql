BEGIN TRANSACTION;
CREATE TABLE courses (
	digest VARCHAR(64) NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (digest)
);
INSERT INTO "courses" VALUES('7d6e1c0a9a6424bde05bfa77b9b076fcdca6ddf96c420976d072e206896852de','{"name":"ml2","title":{"ru":"Машинное обучение 2","en":"Machine Learning 2"},"categories":[{"name":"homework","title":{"ru":"Домашние задания","en":"Homework"},"weight":"3/5"},{"name":"exam","title":{"ru":"Экзамен","en":"Exam"},"weight":"2/5"}],"assignments":[{"name":"hw01_backprop","title":{"ru":"Обратное распространение","en":"Backpropagation"},"category":"homework","kind":"homework","points":"10","due":"2026-10-05T23:59:00+03:00","tasks":[{"name":"linear","title":{"ru":"Линейный слой","en":"Linear layer"},"points":"6","requires":[],"builds_on":[],"forbids":[],"carried":"0","section":"l1-linear"},{"name":"dropout","title":{"ru":"Dropout","en":"Dropout"},"points":"4","requires":[],"builds_on":[],"forbids":[],"carried":"0","section":"l2-dropout"}],"libraries":["numpy"],"stand_ins":{},"digest":"version-1"},{"name":"exam","title":{"ru":"Экзамен","en":"Exam"},"category":"exam","kind":"external","points":"10","due":null,"tasks":[],"libraries":["numpy"],"stand_ins":{},"digest":""}],"policy":{"late_per_day":"1/10","late_floor":"1/2","grace_hours":"0","attempts":"last","missing":"zero","scale":10,"pass_mark":4},"roster":[{"id":"anna","name":"Анна Иванова","email":"","language":"ru","aliases":[]},{"id":"bob","name":"Bob <b>Smith</b>","email":"","language":"en","aliases":[]},{"id":"=cmd","name":"=HYPERLINK(1)","email":"","language":"en","aliases":[]}]}');
INSERT INTO "courses" VALUES('8fd8ddff50d5576c994e128409a38210626aef9f533465434a28cae086f64360','{"name":"ml2","title":{"ru":"Курс «два»","en":"Course ''two''"},"categories":[{"name":"homework","title":{"ru":"Домашние задания","en":"Homework"},"weight":"3/5"},{"name":"exam","title":{"ru":"Экзамен","en":"Exam"},"weight":"2/5"}],"assignments":[{"name":"hw01_backprop","title":{"ru":"Обратное распространение","en":"Backpropagation"},"category":"homework","kind":"homework","points":"10","due":"2026-10-05T23:59:00+03:00","tasks":[{"name":"linear","title":{"ru":"Линейный слой","en":"Linear layer"},"points":"6","requires":[],"builds_on":[],"forbids":[],"carried":"0","section":"l1-linear"},{"name":"dropout","title":{"ru":"Dropout","en":"Dropout"},"points":"4","requires":[],"builds_on":[],"forbids":[],"carried":"0","section":"l2-dropout"}],"libraries":["numpy"],"stand_ins":{},"digest":"version-1"},{"name":"exam","title":{"ru":"Экзамен","en":"Exam"},"category":"exam","kind":"external","points":"10","due":null,"tasks":[],"libraries":["numpy"],"stand_ins":{},"digest":""}],"policy":{"late_per_day":"1/10","late_floor":"1/2","grace_hours":"0","attempts":"last","missing":"zero","scale":10,"pass_mark":4},"roster":[{"id":"anna","name":"Анна Иванова","email":"","language":"ru","aliases":[]},{"id":"bob","name":"Bob <b>Smith</b>","email":"","language":"en","aliases":[]},{"id":"=cmd","name":"=HYPERLINK(1)","email":"","language":"en","aliases":[]}]}');
CREATE TABLE grader_format (
	version INTEGER NOT NULL, 
	PRIMARY KEY (version)
);
INSERT INTO "grader_format" VALUES(1);
CREATE TABLE marks (
	sequence INTEGER NOT NULL, 
	student TEXT NOT NULL, 
	assignment TEXT NOT NULL, 
	points TEXT NOT NULL, 
	source TEXT NOT NULL, 
	imported VARCHAR(40) NOT NULL, 
	PRIMARY KEY (sequence)
);
INSERT INTO "marks" VALUES(1,'anna','exam','8','exam.csv','2026-12-01T00:00:00+00:00');
INSERT INTO "marks" VALUES(2,'bob','exam','15/2','exam.csv','2026-12-01T00:00:00+00:00');
INSERT INTO "marks" VALUES(3,'bob','exam','17/3','corrected.csv','2026-12-01T00:00:00+00:00');
CREATE TABLE runs (
	sequence INTEGER NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	started VARCHAR(40) NOT NULL, 
	grader TEXT NOT NULL, 
	course_digest VARCHAR(64) NOT NULL, 
	isolation TEXT NOT NULL, 
	versions TEXT NOT NULL, 
	PRIMARY KEY (sequence), 
	UNIQUE (id), 
	FOREIGN KEY(course_digest) REFERENCES courses (digest)
);
INSERT INTO "runs" VALUES(1,'run-1','2026-11-01T12:00:00+00:00','0.1.0','7d6e1c0a9a6424bde05bfa77b9b076fcdca6ddf96c420976d072e206896852de','none','{"python": "3.11"}');
INSERT INTO "runs" VALUES(2,'run-2','2026-11-02T12:00:00+00:00','0.1.0','8fd8ddff50d5576c994e128409a38210626aef9f533465434a28cae086f64360','none','{"python": "3.11"}');
INSERT INTO "runs" VALUES(3,'run-3','2026-11-03T12:00:00+00:00','0.1.0','8fd8ddff50d5576c994e128409a38210626aef9f533465434a28cae086f64360','none','{"python": "3.11"}');
CREATE TABLE scorecards (
	sequence INTEGER NOT NULL, 
	run VARCHAR(64) NOT NULL, 
	student TEXT NOT NULL, 
	assignment TEXT NOT NULL, 
	submission TEXT NOT NULL, 
	received VARCHAR(40) NOT NULL, 
	assignment_digest TEXT NOT NULL, 
	held BOOLEAN NOT NULL, 
	score TEXT NOT NULL, 
	document TEXT NOT NULL, 
	PRIMARY KEY (sequence), 
	FOREIGN KEY(run) REFERENCES runs (id)
);
INSERT INTO "scorecards" VALUES(1,'run-1','anna','hw01_backprop','5ubm1551on-digest','2026-10-07T02:59:00+00:00','version-1',0,'2.4','{"student":"anna","assignment":"hw01_backprop","submission":"5ubm1551on-digest","assignment_digest":"version-1","path":"submissions/anna/hw01.py","tasks":[{"task":"linear","title":{"ru":"Линейный слой","en":"Linear layer"},"points":"2","max_points":"6","outcomes":[{"case":"forward","title":{"ru":"Проверка `forward`","en":"Check of `forward`"},"visibility":"public","points":"2","verdict":"passed","credit":"1","difference":null,"detail":"","line":null,"cell":null},{"case":"gradient","title":{"ru":"Проверка `gradient`","en":"Check of `gradient`"},"visibility":"public","points":"2","verdict":"malformed","credit":"0","difference":{"kind":"shape","path":"dW","observed":"(32,)","expected":"(32, 1)","at":[],"error":0.0,"tolerance":0.0,"note":null,"relation":"","factor":""},"detail":"","line":null,"cell":null},{"case":"batch_of_one","title":{"ru":"Проверка `batch_of_one`","en":"Check of `batch_of_one`"},"visibility":"public","points":"2","verdict":"raised","credit":"0","difference":null,"detail":"ValueError: x = `1` | <b>‮2</b>","line":12,"cell":null}],"section":"l1-linear","diagnosis":null,"carried":null},{"task":"dropout","title":{"ru":"Dropout","en":"Dropout"},"points":"1","max_points":"4","outcomes":[{"case":"eval_mode","title":{"ru":"Проверка `eval_mode`","en":"Check of `eval_mode`"},"visibility":"public","points":"1","verdict":"passed","credit":"1","difference":null,"detail":"","line":null,"cell":null},{"case":"rate","title":{"ru":"Проверка `rate`","en":"Check of `rate`"},"visibility":"hidden","points":"3","verdict":"wrong","credit":"0","difference":{"kind":"value","path":"out","observed":"0.31","expected":"0.62","at":[2,1],"error":0.31,"tolerance":6e-13,"note":null,"relation":"","factor":""},"detail":"","line":null,"cell":null}],"section":"l2-dropout","diagnosis":{"mistake":"unscaled_mask","hint":{"ru":"Маска не делится на `1-p`.","en":"The mask is not divided by `1-p`."},"section":"l2-dropout","credit":"0"},"carried":null}],"received":"2026-10-07T02:59:00Z","late_days":2,"late_factor":"4/5","notes":["renamed|hw1 <final>.py"],"seconds":0.0}');
INSERT INTO "scorecards" VALUES(2,'run-1','bob','hw01_backprop','5ubm1551on-digest','2026-10-05T20:59:00+00:00','version-1',1,'10','{"student":"bob","assignment":"hw01_backprop","submission":"5ubm1551on-digest","assignment_digest":"version-1","path":"submissions/bob/hw01.py","tasks":[{"task":"linear","title":{"ru":"Линейный слой","en":"Linear layer"},"points":"6","max_points":"6","outcomes":[{"case":"a_case","title":{"ru":"Проверка `a_case`","en":"Check of `a_case`"},"visibility":"public","points":"6","verdict":"grader_error","credit":"0","difference":null,"detail":"checker close: KeyError: /srv/secret","line":null,"cell":null}],"section":"l1-linear","diagnosis":null,"carried":null},{"task":"dropout","title":{"ru":"Dropout","en":"Dropout"},"points":"4","max_points":"4","outcomes":[{"case":"a_case","title":{"ru":"Проверка `a_case`","en":"Check of `a_case`"},"visibility":"public","points":"4","verdict":"passed","credit":"1","difference":null,"detail":"","line":null,"cell":null}],"section":"l2-dropout","diagnosis":null,"carried":null}],"received":"2026-10-05T23:59:00+03:00","late_days":0,"late_factor":"1","notes":[],"seconds":0.0}');
INSERT INTO "scorecards" VALUES(3,'run-2','bob','hw01_backprop','5ubm1551on-digest','2026-10-05T20:59:00+00:00','version-1',0,'10','{"student":"bob","assignment":"hw01_backprop","submission":"5ubm1551on-digest","assignment_digest":"version-1","path":"submissions/bob/hw01.py","tasks":[{"task":"linear","title":{"ru":"Линейный слой","en":"Linear layer"},"points":"6","max_points":"6","outcomes":[{"case":"a_case","title":{"ru":"Проверка `a_case`","en":"Check of `a_case`"},"visibility":"public","points":"6","verdict":"passed","credit":"1","difference":null,"detail":"","line":null,"cell":null}],"section":"l1-linear","diagnosis":null,"carried":null},{"task":"dropout","title":{"ru":"Dropout","en":"Dropout"},"points":"4","max_points":"4","outcomes":[{"case":"a_case","title":{"ru":"Проверка `a_case`","en":"Check of `a_case`"},"visibility":"public","points":"4","verdict":"passed","credit":"1","difference":null,"detail":"","line":null,"cell":null}],"section":"l2-dropout","diagnosis":null,"carried":null}],"received":"2026-10-05T23:59:00+03:00","late_days":0,"late_factor":"1","notes":[],"seconds":0.0}');
INSERT INTO "scorecards" VALUES(4,'run-2','anna','hw01_backprop','second try','2026-10-06T20:59:00+00:00','version-1',0,'9','{"student":"anna","assignment":"hw01_backprop","submission":"second try","assignment_digest":"version-1","path":"submissions/anna/hw01.py","tasks":[{"task":"linear","title":{"ru":"Линейный слой","en":"Linear layer"},"points":"6","max_points":"6","outcomes":[{"case":"a_case","title":{"ru":"Проверка `a_case`","en":"Check of `a_case`"},"visibility":"public","points":"6","verdict":"passed","credit":"1","difference":null,"detail":"","line":null,"cell":null}],"section":"l1-linear","diagnosis":null,"carried":null},{"task":"dropout","title":{"ru":"Dropout","en":"Dropout"},"points":"4","max_points":"4","outcomes":[{"case":"a_case","title":{"ru":"Проверка `a_case`","en":"Check of `a_case`"},"visibility":"public","points":"4","verdict":"passed","credit":"1","difference":null,"detail":"","line":null,"cell":null}],"section":"l2-dropout","diagnosis":null,"carried":null}],"received":"2026-10-06T23:59:00+03:00","late_days":1,"late_factor":"9/10","notes":[],"seconds":0.0}');
INSERT INTO "scorecards" VALUES(5,'run-2','zoe','hw01_backprop','5ubm1551on-digest','','version-1',0,'3','{"student":"zoe","assignment":"hw01_backprop","submission":"5ubm1551on-digest","assignment_digest":"version-1","path":"submissions/zoe/hw01.py","tasks":[{"task":"linear","title":{"ru":"Линейный слой","en":"Linear layer"},"points":"2","max_points":"6","outcomes":[{"case":"forward","title":{"ru":"Проверка `forward`","en":"Check of `forward`"},"visibility":"public","points":"2","verdict":"passed","credit":"1","difference":null,"detail":"","line":null,"cell":null},{"case":"gradient","title":{"ru":"Проверка `gradient`","en":"Check of `gradient`"},"visibility":"public","points":"2","verdict":"malformed","credit":"0","difference":{"kind":"shape","path":"dW","observed":"(32,)","expected":"(32, 1)","at":[],"error":0.0,"tolerance":0.0,"note":null,"relation":"","factor":""},"detail":"","line":null,"cell":null},{"case":"batch_of_one","title":{"ru":"Проверка `batch_of_one`","en":"Check of `batch_of_one`"},"visibility":"public","points":"2","verdict":"raised","credit":"0","difference":null,"detail":"ValueError: x = `1` | <b>‮2</b>","line":12,"cell":null}],"section":"l1-linear","diagnosis":null,"carried":null},{"task":"dropout","title":{"ru":"Dropout","en":"Dropout"},"points":"1","max_points":"4","outcomes":[{"case":"eval_mode","title":{"ru":"Проверка `eval_mode`","en":"Check of `eval_mode`"},"visibility":"public","points":"1","verdict":"passed","credit":"1","difference":null,"detail":"","line":null,"cell":null},{"case":"rate","title":{"ru":"Проверка `rate`","en":"Check of `rate`"},"visibility":"hidden","points":"3","verdict":"wrong","credit":"0","difference":{"kind":"value","path":"out","observed":"0.31","expected":"0.62","at":[2,1],"error":0.31,"tolerance":6e-13,"note":null,"relation":"","factor":""},"detail":"","line":null,"cell":null}],"section":"l2-dropout","diagnosis":{"mistake":"unscaled_mask","hint":{"ru":"Маска не делится на `1-p`.","en":"The mask is not divided by `1-p`."},"section":"l2-dropout","credit":"0"},"carried":null}],"received":null,"late_days":0,"late_factor":"1","notes":[],"seconds":0.0}');
CREATE TABLE sightings (
	sequence INTEGER NOT NULL, 
	run VARCHAR(64) NOT NULL, 
	scorecard INTEGER NOT NULL, 
	"after" INTEGER NOT NULL, 
	PRIMARY KEY (sequence), 
	FOREIGN KEY(run) REFERENCES runs (id), 
	FOREIGN KEY(scorecard) REFERENCES scorecards (sequence)
);
INSERT INTO "sightings" VALUES(1,'run-3',1,5);
CREATE INDEX by_student ON scorecards (student, assignment);
CREATE UNIQUE INDEX one_grade_a_submission ON scorecards (student, assignment, submission, received, assignment_digest) WHERE NOT held;
COMMIT;
