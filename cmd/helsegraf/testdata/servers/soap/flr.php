<?php
// Fastlegeregisteret by PHP's SoapServer: it reads the question, writes the
// answer and its faults by flr.wsdl, in SOAP 1.1 below /Basic and 1.2 beside it.
// What it answers is in the file that FLR_DATA names.
declare(strict_types=1);

final class FlrRead
{
    private stdClass $data;

    public function __construct()
    {
        $this->data = json_decode(file_get_contents(getenv('FLR_DATA')), false, 64, JSON_THROW_ON_ERROR);
    }

    // A header that must be understood is one that there is a method for.
    public function Action(string $action): void {}

    public function To(string $to): void {}

    public function GetPatientsGPDetailsAtTime(stdClass $question): array
    {
        $found = [];
        foreach ($question->patientNins->NinWithTimestamp ?? [] as $asked) {
            foreach ($this->memberships($asked->NIN) as $m) {
                if ($m->Period->From <= $asked->AtTime && ($m->Period->To === null || $asked->AtTime < $m->Period->To)) {
                    $found[] = $m;
                }
            }
        }
        return ['GetPatientsGPDetailsAtTimeResult' => ['PatientToGPContractAssociation' => $found]];
    }

    public function GetPatientGPHistory(stdClass $question): array
    {
        if ($question->includePatientData !== false) {
            throw $this->refusal('includePatientData');
        }
        $found = $this->memberships($question->patientNin);
        if ($found === []) {
            throw $this->refusal('Personen er ikke tilknyttet fastlegekontrakt');
        }
        return ['GetPatientGPHistoryResult' => ['PatientToGPContractAssociation' => $found]];
    }

    public function QueryGPContracts(stdClass $question): array
    {
        $q = $question->queryParameters;
        $found = array_filter($this->data->contracts, fn ($c) => $c->Municipality->CodeValue === $q->Municipality->CodeValue);
        return ['QueryGPContractsResult' => self::page($q, 'GPContract', $found)];
    }

    public function SearchForGP(stdClass $question): array
    {
        $q = $question->searchParameters;
        $found = array_filter($this->data->doctors, function ($d) use ($q) {
            $names = $d->GP->FirstName . ' ' . $d->GP->MiddleName . ' ' . $d->GP->LastName;
            $here = false;
            foreach ($d->Contracts->GPOnContractAssociation as $c) {
                $names .= ' ' . $c->GPContract->GPOffice->Name;
                $here = $here || $c->GPContract->Municipality->CodeValue === $q->HasGPOfficeInMunicipality->CodeValue;
            }
            foreach (explode(' ', $q->FullText) as $word) {
                $here = $here && preg_match('/(^| )' . preg_quote($word, '/') . '/iu', $names) === 1;
            }
            return $here;
        });
        return ['SearchForGPResult' => self::page($q, 'GPDetails', $found)];
    }

    private static function page(stdClass $q, string $element, array $found): array
    {
        return ['Results' => [$element => array_slice(array_values($found), ($q->Page - 1) * $q->PageSize, $q->PageSize)], 'Total' => count($found)];
    }

    private function memberships(string $number): array
    {
        if (preg_match('/^\d{11}$/', $number) !== 1) {
            throw $this->refusal('patientNin er ugyldig');
        }
        return match ($this->data->wrong->$number ?? '') {
            '' => $this->data->people->$number ?? [],
            'refused' => throw $this->refusal('patientNin er ugyldig'),
            'fault' => throw new SoapFault('Server', "no table for $number"),
            'exception' => throw new RuntimeException("no table for $number"),
            'fatal' => no_such_function($number),
        };
    }

    private function refusal(string $why): SoapFault
    {
        $detail = ['ErrorCode' => 'Feil', 'Message' => "ArgumentException: $why"];
        return new SoapFault('Client', "ArgumentException: $why (reason)", null, $detail, 'GenericFaultFault');
    }
}

if (($_SERVER['PHP_AUTH_USER'] ?? '') !== getenv('FLR_USER') || ($_SERVER['PHP_AUTH_PW'] ?? '') !== getenv('FLR_PASSWORD')) {
    header('WWW-Authenticate: Basic realm="flr"', true, 401);
    return true;
}
$version = match ($_SERVER['REQUEST_URI']) {
    '/v2/flr/Basic' => SOAP_1_1,
    '/v2/flr' => SOAP_1_2,
};
$server = new SoapServer(__DIR__ . '/flr.wsdl', [
    'soap_version' => $version, 'cache_wsdl' => WSDL_CACHE_NONE, 'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
]);
$server->setClass(FlrRead::class);
$server->handle();
