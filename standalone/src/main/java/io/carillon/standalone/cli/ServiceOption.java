package io.carillon.standalone.cli;

import io.carillon.standalone.client.Clients;
import io.carillon.standalone.client.ServiceUrl;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say where the service is, and who asks. */
final class ServiceOption {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:CARILLON_URL:-http://localhost:8080}",
            converter = Converter.class,
            description = {"Where the service is. Default: $CARILLON_URL, or", "http://localhost:8080"})
    private ServiceUrl url = ServiceUrl.parse("http://localhost:8080");

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:CARILLON_TOKEN:-}",
            description =
                    "Shows who you are. Default: $CARILLON_TOKEN, which others cannot see in the list of processes")
    private String token = "";

    /** Returns clients of that service. */
    Clients clients() {
        return new Clients(url, Optional.of(token.strip()).filter(text -> !text.isEmpty()));
    }

    /** Returns where the service is. */
    ServiceUrl url() {
        return url;
    }

    /** Turns the option's text into an address. */
    static final class Converter implements ITypeConverter<ServiceUrl> {

        @Override
        public ServiceUrl convert(String text) {
            try {
                return ServiceUrl.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
