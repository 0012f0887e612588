/**
 * Rules for JDK Mission Control's Automated Analysis: {@link io.github.tidewatch.jmc.rules.RuleInputReader} sums up the
 * events per thread, and each of {@link io.github.tidewatch.jmc.rules.Rules} lets one check of the package {@code findings}
 * evaluate the sums. There is no rule here.
 */
package io.github.tidewatch.jmc.rules;
