package io.github.tidewatch.fleet;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a command did, run in this JVM. */
record Ran(int code, String out, String err) {
    static Ran fleet(Object... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            texts[i] = args[i].toString();
        }
        int code = Main.run(stream(out), stream(err), texts);
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** All rows of an answer. */
    static JsonArray rows(Path tables, String sql) {
        Ran ran = fleet("query", sql, "--in", tables, "--format", "json");
        if (ran.code != 0) {
            throw new AssertionError(sql + ": " + ran);
        }
        return JsonParser.parseString(ran.out).getAsJsonArray();
    }

    /** The one row of an answer. */
    static JsonObject row(Path tables, String sql) {
        JsonArray rows = rows(tables, sql);
        if (rows.size() != 1) {
            throw new AssertionError(sql + ": " + rows);
        }
        return rows.get(0).getAsJsonObject();
    }

    /** The one value of an answer. */
    static long number(Path tables, String sql) {
        JsonObject row = row(tables, sql);
        return row.get(row.keySet().iterator().next()).getAsLong();
    }
}
