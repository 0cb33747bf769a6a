/**
 * The command line: one class per command, which reads options, calls what does the work, and puts the outcome in words.
 *
 * <p>Data go to standard output, everything else to standard error. Exit codes: 0 when it went well, 1 when it did not, 2
 * when the command cannot be understood. {@link io.carillon.standalone.cli.CarillonCommand} puts the commands together.
 */
@NullMarked
package io.carillon.standalone.cli;

import org.jspecify.annotations.NullMarked;
