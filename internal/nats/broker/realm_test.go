package broker

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestARealmIsOpenedAsItWasMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	made, err := CreateRealm(dir, dice(1))
	require.NoError(t, err)
	require.NoError(t, made.AddCountry("nl", dice(2)))
	require.NoError(t, made.AddCountry("at", dice(3)))
	require.Equal(t, []string{"at", "nl"}, made.Countries())

	opened, err := OpenRealm(dir)
	require.NoError(t, err)
	require.Equal(t, made.Countries(), opened.Countries())
	for _, name := range []string{operatorKey, systemKey, opsKey, auditKey, "country-at", "country-nl"} {
		require.Equal(t, made.publicKey(name), opened.publicKey(name))
		info, err := os.Stat(opened.file(name))
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}
	info, err := os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())

	code, ok := opened.CountryOf(opened.AccountKey("at"))
	require.True(t, ok)
	require.Equal(t, "at", code)
	_, ok = opened.CountryOf(opened.publicKey(opsKey))
	require.False(t, ok)
	require.Empty(t, opened.AccountKey("de"))

	_, err = CreateRealm(dir, dice(4))
	require.ErrorContains(t, err, "already holds the keys")
	require.ErrorContains(t, opened.AddCountry("at", dice(4)), "already has an account")
	for _, code := range []string{"", "AT", "aut", "a", "a/"} {
		require.ErrorContains(t, opened.AddCountry(code, dice(4)), "two small letters")
	}
}

func TestTheSameSeedGivesTheSameAccount(t *testing.T) {
	seed := bytes.Repeat([]byte{7}, 32)
	key, err := AccountKeyFrom(seed)
	require.NoError(t, err)
	realm, err := CreateRealm(t.TempDir(), dice(1))
	require.NoError(t, err)
	require.NoError(t, realm.AddCountry("at", bytes.NewReader(seed)))
	require.Equal(t, key, realm.AccountKey("at"))
	_, err = AccountKeyFrom(seed[:31])
	require.Error(t, err)
}

func TestADamagedRealmIsRefusedWithoutTellingSecrets(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(dir string) error
		want  string
	}{
		{"missing", func(d string) error { return os.Remove(filepath.Join(d, "ops.nk")) }, "ops.nk is missing"},
		{"readable by others", func(d string) error { return os.Chmod(filepath.Join(d, "ops.nk"), 0o644) }, "chmod 600"},
		{"another key", func(d string) error { return os.Rename(filepath.Join(d, "operator.nk"), filepath.Join(d, "ops.nk")) }, "does not hold the key"},
		{"garbage", func(d string) error { return os.WriteFile(filepath.Join(d, "ops.nk"), []byte("SAGARBAGE"), 0o600) }, "does not hold the key"},
		{"stranger", func(d string) error { return os.WriteFile(filepath.Join(d, "other.nk"), nil, 0o600) }, "other.nk is no key"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := CreateRealm(dir, dice(1))
			require.NoError(t, err)
			require.NoError(t, test.spoil(dir))
			_, err = OpenRealm(dir)
			require.ErrorContains(t, err, test.want)
			require.NotContains(t, err.Error(), "GARBAGE")
		})
	}
	_, err := OpenRealm(filepath.Join(t.TempDir(), "none"))
	require.Error(t, err)
}

func TestWhoGetsNoCredential(t *testing.T) {
	realm, err := CreateRealm(t.TempDir(), dice(1))
	require.NoError(t, err)
	require.NoError(t, realm.AddCountry("at", dice(2)))
	for _, u := range []User{
		{Role: Person, Country: "at", ID: ""},
		{Role: Person, Country: "at", ID: "a.b"},
		{Role: Person, Country: "at", ID: "*"},
		{Role: Person, ID: "berger"},
		{Role: Person, Country: "de", ID: "berger"},
		{Role: Person, Country: "audit", ID: "berger"},
		{Role: Hub, Country: "at", ID: "hub"},
		{Role: Auditor, Country: "at", ID: "auditor"},
		{Role: setUp, ID: "setup"},
		{Role: "king", Country: "at", ID: "berger"},
	} {
		_, err := realm.Credential(u, dice(3))
		require.Error(t, err, "%+v", u)
	}
	first, err := realm.Credential(User{Role: Person, Country: "at", ID: "berger"}, dice(3))
	require.NoError(t, err)
	require.Equal(t, "_IN.AT.person.berger", first.InboxPrefix)
	require.Contains(t, string(first.Text), "BEGIN NATS USER JWT")
}

func TestNames(t *testing.T) {
	for _, test := range [][8]string{
		{"at", "FEED_AT", "cd.feed.at", "VIEW_AT", "desk_at", "$KV.desk_at.", "DESK_AT", "KV_desk_at"},
		{"at.lead", "FEED_AT_LEAD", "cd.feed.at_lead", "VIEW_AT_LEAD", "lead_at", "$KV.lead_at.", "LEAD_AT", "KV_lead_at"},
	} {
		v := test[0]
		require.Equal(t, test, [8]string{v, FeedStream(v), FeedSubject(v), ViewStream(v), ViewBucket(v), ViewPrefix(v), MirrorFeed(v), MirrorView(v)})
		country, _, err := ParseViewer(v)
		require.NoError(t, err)
		require.Equal(t, "at", country)
	}
}
