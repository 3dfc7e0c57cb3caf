"""Keeps tokens in SQLite in the way of the article's sample store, and times itself.

A connection for every call, a statement made and parsed anew each time, and no index but that of
the primary key. It is written for this benchmark; values are parameters here.

It reads one request a line, as JSON, from its input, and answers each with one line.
"""

import json
import sqlite3
import sys
import time

COLUMNS = (
    "id, user_name, client_id, client_secret, refresh_token, access_token, grant_token, "
    "expiry_time, redirect_url, api_domain"
)

TABLE = """create table oauthtoken (
  id varchar(10) not null, user_name varchar(255), client_id varchar(255),
  client_secret varchar(255), refresh_token varchar(255), access_token varchar(255),
  grant_token varchar(255), expiry_time varchar(20), redirect_url varchar(255),
  api_domain varchar(255), primary key (id)
)"""


def main(path):
    calls = {
        "findById": lambda given: ask(path, "where id = ?", given),
        "findByUser": lambda given: ask(path, "where user_name = ? limit 1", given),
        "save": lambda row: save(path, row),
        "getTokens": lambda _: ask_for_all(path),
    }
    for line in sys.stdin:
        request = json.loads(line)
        if "fill" in request:
            fill(path, request["fill"])
            answer = {}
        else:
            answer = timed(calls[request["call"]], request["given"])
        print(json.dumps(answer), flush=True)


def timed(call, given):
    answers = []
    start = time.perf_counter()
    for argument in given:
        answers.append(call(argument))
    seconds = time.perf_counter() - start
    # Lists of all tokens are looked at once: the last one.
    rows = answers[-1] if isinstance(answers[-1], list) else answers
    found = [row["access_token"] for row in rows if row is not None]
    return {"microseconds": seconds * 1_000_000 / len(given), "found": found}


def ask(path, condition, value):
    connection = sqlite3.connect(path)
    cursor = connection.cursor()
    cursor.execute("select * from oauthtoken " + condition, (value,))
    row = cursor.fetchone()
    cursor.close()
    connection.close()
    return None if row is None else to_token(row)


def ask_for_all(path):
    connection = sqlite3.connect(path)
    cursor = connection.cursor()
    cursor.execute("select * from oauthtoken")
    tokens = [to_token(row) for row in cursor.fetchall()]
    cursor.close()
    connection.close()
    return tokens


def save(path, row):
    connection = sqlite3.connect(path)
    cursor = connection.cursor()
    carried = {column: value for column, value in row.items() if value is not None}
    assignments = ", ".join(column + " = ?" for column in carried)
    cursor.execute(
        "update oauthtoken set " + assignments + " where user_name = ?",
        [*carried.values(), row["user_name"]],
    )
    connection.commit()
    cursor.close()
    connection.close()


def to_token(row):
    return dict(zip(COLUMNS.split(", "), row))


def fill(path, rows):
    connection = sqlite3.connect(path)
    connection.execute(TABLE)
    connection.executemany("insert into oauthtoken values (?,?,?,?,?,?,?,?,?,?)", rows)
    connection.commit()
    connection.close()


main(sys.argv[1])
