package io.github.tidewatch.agent.cli.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.tidewatch.agent.cli.console.CommandFailure;
import org.junit.jupiter.api.Test;

class JcmdArgumentTest {
    @Test
    void isQuotedByTheQuoteThatItDoesNotContain() {
        assertThat(JcmdArgument.quoted("/a b/c,d=e'.jfc")).isEqualTo("\"/a b/c,d=e'.jfc\"");
        assertThat(JcmdArgument.quoted("/a \"b\".jfc")).isEqualTo("'/a \"b\".jfc'");
    }

    @Test
    void whatNoQuotesCanHoldIsRefusedByName() {
        assertThatThrownBy(() -> JcmdArgument.quoted("a\"b' x"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("a\"b' x", "both kinds of quotes");
        assertThatThrownBy(() -> JcmdArgument.quoted("a\nVM.flags")).isInstanceOf(CommandFailure.class);
    }
}
