/** For tests that start real JVMs with the built agent: {@code TestJvm}, {@code Jdks}, and the applications they run. */
package io.github.tidewatch.agent.testing;
