package io.carillon.standalone.cli;

import io.carillon.runtime.observe.Identity;
import picocli.CommandLine.IVersionProvider;

/** Answers {@code --version}. */
final class BuiltVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"carillon " + Identity.ofThisProcess().version()};
    }
}
