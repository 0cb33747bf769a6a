package io.carillon.runtime.config;

/** Where a value came from, in words that tell an operator where to repair it. */
public sealed interface Origin {

    /** The default in the code; nobody set the key. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /**
     * The configuration file.
     *
     * @param path the file as it was named
     */
    record File(String path) implements Origin {
        @Override
        public String toString() {
            return "file " + path;
        }
    }

    /**
     * An environment variable.
     *
     * @param variable its name
     */
    record Environment(String variable) implements Origin {
        @Override
        public String toString() {
            return "environment variable " + variable;
        }
    }

    /**
     * A system property of the JVM.
     *
     * @param property its name
     */
    record SystemProperty(String property) implements Origin {
        @Override
        public String toString() {
            return "system property -D" + property;
        }
    }

    /** A flag on the command line. */
    record CommandLine() implements Origin {
        @Override
        public String toString() {
            return "command line";
        }
    }
}
