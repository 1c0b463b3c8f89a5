/**
 * A maker's certificate for attestations (WebAuthn Level 3 §8.2.1), self-signed and good for a hundred years, with its key: TEST KEY. An
 * authenticator that is told to attest with it gives what nobody here asks for.
 */
import { fromB64 } from "../bytes.ts";

const key =
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgarxStBGXnXK_xDGgWyn6i1qXdxMb4AMBA8U2IHZEpsShRANC" +
  "AAQLawkCV_HaTqGzCK1ddVgGAlmnarctbh0bOTuuwqCZ2oZRP6qnf6eMf85wdskfM3lQAPtSw2frYKe5CQ4NZsbE";

const certificate =
  "MIIB_zCCAaSgAwIBAgIUOoerPmsdW83dqsOl-4FFYRMCVKkwCgYIKoZIzj0EAwIwVTELMAkGA1UEBhMCTkwxEDAOBgNVBAoM" +
  "B0V4YW1wbGUxIjAgBgNVBAsMGUF1dGhlbnRpY2F0b3IgQXR0ZXN0YXRpb24xEDAOBgNVBAMMB0V4YW1wbGUwIBcNMjYxMTIz" +
  "MDIxMTM2WhgPMjEyNjEwMzAwMjExMzZaMFUxCzAJBgNVBAYTAk5MMRAwDgYDVQQKDAdFeGFtcGxlMSIwIAYDVQQLDBlBdXRo" +
  "ZW50aWNhdG9yIEF0dGVzdGF0aW9uMRAwDgYDVQQDDAdFeGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEC2sJAlfx" +
  "2k6hswitXXVYBgJZp2q3LW4dGzk7rsKgmdqGUT-qp3-njH_OcHbJHzN5UAD7UsNn62CnuQkODWbGxKNQME4wHQYDVR0OBBYE" +
  "FLYL6xjlucDBF_hxb9OfRN9Mw4d_MB8GA1UdIwQYMBaAFLYL6xjlucDBF_hxb9OfRN9Mw4d_MAwGA1UdEwEB_wQCMAAwCgYI" +
  "KoZIzj0EAwIDSQAwRgIhAM_wxF470q9tGgE_tXt198247l-iYH93rJgq-Zd77SFcAiEA146_A6cy1anaKG8-aRCILbK_V2QZ" +
  "GUe_XTCyIRE57JM";

export const attestationCertificate = fromB64(certificate);

export function importAttestationKey(): Promise<CryptoKey> {
  const ecdsa = { name: "ECDSA", namedCurve: "P-256" };
  return crypto.subtle.importKey("pkcs8", fromB64(key), ecdsa, false, ["sign"]);
}
