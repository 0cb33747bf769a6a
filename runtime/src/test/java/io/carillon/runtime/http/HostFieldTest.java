package io.carillon.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFieldTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h",
                "a.example:80",
                "127.0.0.1:65535",
                "[::1]",
                "[2001:db8::7]:443",
                "a-b.c_d",
                "h:",
                "xn--bcher-kva.example"
            })
    void takesNamesAndAddressesWithAPortOrWithout(String value) {
        assertThat(HostField.isWellFormed(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ":80", "h:65536", "h:http", "h:1:2", "user@h", "h/path", "h?x", "h#x", "h\\x", "h h", "[::1", "::1",
                "[h]", "\u00fc"
            })
    void refusesWhatSomebodyElseCouldReadInAnotherWay(String value) {
        assertThat(HostField.isWellFormed(value)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 10_000})
    void refusesNamesThatNobodyHas(int length) {
        assertThat(HostField.isWellFormed("a".repeat(length))).isFalse();
    }
}
