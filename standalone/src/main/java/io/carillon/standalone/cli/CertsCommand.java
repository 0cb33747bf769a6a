package io.carillon.standalone.cli;

import io.carillon.tls.CertificateFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code carillon certs}. */
@Command(
        name = "certs",
        description = {
            "Makes a certificate authority for development, an identity for each service of the mesh, and a"
                    + " certificate for public listeners.",
            "",
            "An authority that is in the folder already is used again; identities are made anew, and services that run"
                    + " with them load the new ones by themselves."
        },
        mixinStandardHelpOptions = true,
        versionProvider = BuiltVersion.class,
        sortOptions = false,
        footer = {
            "",
            "Exit codes: 0 made, 1 not made, 2 not understood.",
            "For production, have your own authority issue the same: one URI as alternative name for each service,",
            "spiffe://DOMAIN/service/{ingest,edge,fanout}."
        })
final class CertsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--folder",
            paramLabel = "FOLDER",
            defaultValue = "data/certs",
            description = "Where to write them. Default: ${DEFAULT-VALUE}")
    private Path folder = Path.of("data/certs");

    @Option(
            names = "--trust-domain",
            paramLabel = "NAME",
            defaultValue = "carillon",
            description = "Whose services these are. Default: ${DEFAULT-VALUE}")
    private String trustDomain = "carillon";

    @Option(
            names = "--host",
            paramLabel = "HOST",
            split = ",",
            defaultValue = "localhost,127.0.0.1",
            description = "Names and addresses of public listeners. Default: ${DEFAULT-VALUE}")
    private List<String> hosts = List.of();

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "90",
            description = "How long identities are valid. Default: ${DEFAULT-VALUE}")
    private int days = 90;

    @Override
    public Integer call() {
        if (days < 1 || days > 825) {
            throw new ParameterException(spec.commandLine(), "--days: " + days + " (expected: 1 to 825)");
        }
        if (!trustDomain.matches("[a-z0-9._-]{1,255}")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--trust-domain: " + trustDomain + " (expected: lower-case letters, digits, '.', '_' and '-')");
        }
        var certificates = new CertificateFolder(folder);
        try {
            boolean fresh = certificates.issue(
                    trustDomain, hosts, InstantSource.system().instant(), Duration.ofDays(days));
            tell(certificates, fresh);
            return 0;
        } catch (IOException e) {
            throw new CommandFailure("certificates not made: " + e.getMessage(), e);
        }
    }

    private void tell(CertificateFolder certificates, boolean fresh) {
        PrintWriter out = spec.commandLine().getOut();
        out.println((fresh ? "new authority in " : "authority of ") + certificates.authority());
        for (String service : CertificateFolder.SERVICES) {
            out.println(service + ": spiffe://" + trustDomain + "/service/" + service);
            out.println("  PUSH_MESH_TLS_KEY=" + certificates.key(service));
            out.println("  PUSH_MESH_TLS_CERTIFICATE=" + certificates.certificate(service));
            out.println("  PUSH_MESH_TLS_AUTHORITIES=" + certificates.authority());
        }
        out.println(CertificateFolder.SERVER + ": " + String.join(", ", hosts));
        out.println("  PUSH_HTTP_TLS_KEY=" + certificates.key(CertificateFolder.SERVER));
        out.println("  PUSH_HTTP_TLS_CERTIFICATE=" + certificates.certificate(CertificateFolder.SERVER));
        out.flush();
    }
}
