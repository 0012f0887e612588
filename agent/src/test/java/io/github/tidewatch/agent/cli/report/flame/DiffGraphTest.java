package io.github.tidewatch.agent.cli.report.flame;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DiffGraphTest {
    @Test
    void aFrameOfLessThanANanosecondInEachSecondIsNotAsWideAsTheOneBefore() throws IOException {
        DiffNode root = new DiffNode("all", new DiffChance(true, 0, 0));
        root.add(1, 300.4);
        root.child("a").add(1, 300);
        root.child("b").add(1, 0.4);
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            new DiffGraph(root, 1).write(json);
        }
        assertThat(text.toString()).matches(".*\\\\nf\\([0-9]+,1,0,300,0\\)\\\\nf\\([0-9]+,1,300,1,0\\)\\\\n.*");
    }
}
