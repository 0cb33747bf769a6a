import java.nio.file.Files;
import java.nio.file.Path;
import org.python.util.PythonInterpreter;

/**
 * Runs the Autobahn suite's fuzzing client, which is Python 2, inside a JVM, and sums up what it found.
 *
 * <p>A single file, started from source by a JDK 17: this Jython does not run on the newer ones that Carillon needs.
 */
public final class Fuzzing {

    private static final String SUITE =
            """
            import json
            from autobahntestsuite import wstest
            wstest.start({'mode': 'fuzzingclient'}, json.loads(specification))
            """;

    /** The suite's own exit code says nothing; its index does. */
    private static final String SUMMARY =
            """
            import collections, json, os
            outdir = json.loads(specification)['outdir']
            index = json.load(open(os.path.join(outdir, 'index.json')))
            lines = ['| outlet | group | cases | OK | NON-STRICT | INFORMATIONAL | FAILED |', '| --- | --- | --- | --- | --- | --- | --- |']
            remarks = []
            failed = 0
            for agent in sorted(index):
                groups = collections.defaultdict(collections.Counter)
                for case in sorted(index[agent], key=lambda name: [int(part) for part in name.split('.')]):
                    result = index[agent][case]
                    behavior, close = result['behavior'], result['behaviorClose']
                    if behavior in ('OK', 'NON-STRICT', 'INFORMATIONAL') and close not in ('OK', 'INFORMATIONAL'):
                        behavior = 'FAILED'
                    if behavior not in ('OK', 'NON-STRICT', 'INFORMATIONAL'):
                        behavior = 'FAILED'
                    group = groups[int(case.split('.')[0])]
                    group['all'] += 1
                    group[behavior] += 1
                    failed += behavior == 'FAILED'
                    if behavior in ('FAILED', 'NON-STRICT'):
                        remarks.append('%s %s: %s, close %s' % (agent, case, result['behavior'], result['behaviorClose']))
                for number in sorted(groups):
                    group = groups[number]
                    lines.append('| %s | %d | %d | %d | %d | %d | %d |' % (
                        agent, number, group['all'], group['OK'], group['NON-STRICT'], group['INFORMATIONAL'], group['FAILED']))
            summary = '\\n'.join(lines + [''] + remarks) + '\\n'
            """;

    private Fuzzing() {}

    /** Takes the file with the suite's specification, which is JSON, and the file to write the summary to. */
    public static void main(String[] arguments) throws Exception {
        int failed;
        try (var python = new PythonInterpreter()) {
            python.set("specification", Files.readString(Path.of(arguments[0])));
            python.exec(SUITE);
            python.exec(SUMMARY);
            String summary = python.get("summary", String.class);
            Files.writeString(Path.of(arguments[1]), summary);
            System.out.println(summary);
            failed = python.get("failed", Integer.class);
        }
        // Twisted leaves threads behind.
        System.exit(failed == 0 ? 0 : 1);
    }
}
