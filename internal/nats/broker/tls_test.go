package broker

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"vigil/internal/journal"
)

// What leaves the machine is encrypted, to servers that show a certificate which
// was asked for; what an address asks to be encrypted is so on this machine too.
func TestServersBehindTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key := certificate(t, dir)
	a, cluster := newAllianceOn(t, "")
	encrypted := strings.ReplaceAll(cluster.URL(), "nats://", "tls://")
	reach := func(s Servers) error {
		o := a.elsewhere("")
		o.StoreDir, o.Servers = filepath.Join(dir, "data"), s
		b, err := Reach(a.context(), o)
		if err == nil {
			require.NoError(t, b.Stop())
		}
		return err
	}
	require.ErrorContains(t, reach(Servers{URL: encrypted}), "secure connection not available", "these offer none")

	a, cluster = newAllianceOn(t, fmt.Sprintf("tls: { cert_file: %q, key_file: %q }\n", cert, key), "at")
	require.NoError(t, reach(Servers{URL: strings.ReplaceAll(cluster.URL(), "nats://", "tls://"), Roots: cert}))
	err := reach(Servers{URL: strings.ReplaceAll(cluster.URL(), "nats://", "tls://")})
	require.ErrorIs(t, err, journal.ErrUnavailable, "nobody that this machine trusts has signed it")
	require.ErrorContains(t, err, "certificate")
}

// certificate makes one for the loopback, signed by itself.
func certificate(t *testing.T, dir string) (certFile, keyFile string) {
	pair, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "alliance"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, pair.Public(), pair)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(pair)
	require.NoError(t, err)
	certFile, keyFile = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	require.NoError(t, os.WriteFile(certFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	return certFile, keyFile
}
